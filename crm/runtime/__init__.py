"""Turns the code into a running server: the screens' build, serving, what a start shows."""
