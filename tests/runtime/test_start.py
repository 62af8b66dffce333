"""What a start shows, and where it listens."""

import io
import socket
import threading

import pytest

from crm.runtime.progress import Progress, in_parallel
from crm.runtime.serve import NoFreePort, address, free_port


@pytest.fixture
def taken() -> int:
    """A port on which somebody listens for the length of the test."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_free_one(taken: int) -> None:
    assert free_port("127.0.0.1", taken) > taken


def test_an_address_that_is_not_this_machines_is_refused() -> None:
    with pytest.raises(NoFreePort) as refused:
        free_port("203.0.113.1", 8000)
    assert "203.0.113.1" in refused.value.text("es")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - compared, not bound
        ("::1", "http://[::1]:8000"),
        ("crm.example.es", "http://crm.example.es:8000"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, url: str) -> None:
    assert address(host, 8000) == url


def test_without_a_terminal_a_step_is_two_plain_lines() -> None:
    out = io.StringIO()
    with Progress("es", out).step("step_database"):
        pass
    begun, done = out.getvalue().splitlines()
    assert begun == "· Abriendo la base de datos"
    assert done.startswith("✓ Abriendo la base de datos (")


def test_a_step_that_fails_is_not_ticked() -> None:
    out = io.StringIO()
    with pytest.raises(ZeroDivisionError), Progress("en", out).step("step_database"):
        _ = 1 / 0
    assert out.getvalue().splitlines()[-1] == "✗ Opening the database"


def test_parts_of_a_start_run_side_by_side_and_an_error_of_one_is_raised_when_all_ended() -> None:
    met, ended = threading.Barrier(2, timeout=10), threading.Event()

    def failing() -> None:
        met.wait()
        _ = 1 / 0

    def working() -> None:
        met.wait()
        ended.set()

    with pytest.raises(ZeroDivisionError):
        in_parallel(failing, working)
    assert ended.is_set()
