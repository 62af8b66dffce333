"""What changes while a page arrives is shown once it has arrived."""

import asyncio

import reflex as rx

from crm.shell.state import ScreenState


def _page() -> ScreenState:
    state = rx.State().get_substate(ScreenState.get_full_name().split("."))
    assert isinstance(state, ScreenState)
    return state


def test_a_page_that_arrives_undisturbed_reads_nothing_again() -> None:
    assert ScreenState.arrive.fn(_page()) is None


def test_a_change_that_is_heard_while_a_page_arrives_is_read_once_it_is_there() -> None:
    page = _page()
    assert asyncio.run(ScreenState.hear_change.fn(page)) is None
    assert ScreenState.arrive.fn(page) is ScreenState.hear_change
