"""Every component in all its states, at /gallery, in development only."""
