"""Which files received came together: sent on the screen, by one person, one after another."""

from datetime import UTC, datetime, timedelta

from crm.intake.screen_queries import TOGETHER, Arrival, arrived_together

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def _arrival(number: int, seconds: int, way: str = "upload", sender_id: int = 1) -> Arrival:
    return Arrival(number, way, sender_id, NOON + timedelta(seconds=seconds))


def test_nothing_received_is_nothing() -> None:
    assert arrived_together([]) == []


def test_files_within_a_minute_of_the_next_came_together_oldest_first() -> None:
    apart = int(TOGETHER.total_seconds())
    newest_first = [_arrival(4, 2 * apart), _arrival(3, apart), _arrival(2, 0)]
    earlier = _arrival(1, -apart - 1)
    assert arrived_together([*newest_first, earlier]) == [2, 3, 4]


def test_anothers_file_did_not_come_with_mine() -> None:
    assert arrived_together([_arrival(2, 5), _arrival(1, 0, sender_id=2)]) == [2]


def test_a_nightly_file_stands_for_itself() -> None:
    assert arrived_together([_arrival(2, 5, "api"), _arrival(1, 0, "api")]) == [2]
