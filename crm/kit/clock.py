"""What time it is, as a parameter: rules are given a day, services a clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the instant, aware and in UTC."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...

    def today(self, zone: str) -> date:
        """The date that a calendar on a wall in this zone shows."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def today(self, zone: str) -> date:
        """Today's date in the zone, e.g. `Europe/Madrid`."""
        return self.now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still at an aware instant: for tests and for replaying a day."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it stands at, in UTC."""
        return self.instant.astimezone(UTC)

    def today(self, zone: str) -> date:
        """The date of that instant in the zone."""
        return self.now().astimezone(ZoneInfo(zone)).date()
