"""Where one can go, in which order, and who sees which place.

A place is shown once a screen is registered for its route: rooms appear by existing.
"""

from typing import Literal, NamedTuple

Role = Literal["sales", "supervisor", "admin"]
RANK: dict[Role, int] = {"sales": 1, "supervisor": 2, "admin": 3}


class Place(NamedTuple):
    """An entry of the navigation. `role` is the least that sees it; `key` the second key of g.

    `phone_rank` is its place in a phone's bar; 0 comes in only where there is room.
    """

    route: str
    icon: str
    text: str
    role: Role = "sales"
    group: str = ""
    key: str = ""
    phone_rank: int = 0


PLACES: tuple[Place, ...] = (
    Place("/today", "today", "shell.nav_today", key="h", phone_rank=1),
    Place("/control", "control", "shell.nav_control", role="supervisor", key="k"),
    Place("/analysis", "analysis", "shell.nav_analysis", key="a"),
    Place("/goals", "goals", "shell.nav_goals", key="g", phone_rank=4),
    Place("/strategies", "strategies", "shell.nav_strategies", key="s"),
    Place("/tasks", "tasks", "shell.nav_tasks", key="t", phone_rank=3),
    Place("/clients", "clients", "shell.nav_clients", key="c", phone_rank=2),
    Place("/imports", "imports", "shell.nav_imports", role="supervisor", group="data", key="i"),
    Place("/reports", "reports", "shell.nav_reports", role="supervisor", group="data"),
)
SETTINGS = Place("/settings", "settings", "shell.nav_settings", role="supervisor")

HOME = "/analysis"
"""Where everybody starts until a room of one's own day exists."""

PHONE_PLACES = 4  # and "More" as the fifth


def roles_from(least: Role) -> list[Role]:
    """The roles that rank at least as `least`. Example: "supervisor" -> supervisor, admin."""
    return [role for role, rank in RANK.items() if rank >= RANK[least]]


def places_of(routes: set[str]) -> list[Place]:
    """The places whose screens exist, in the order of the navigation."""
    return [place for place in PLACES if place.route in routes]


def phone_places_of(routes: set[str]) -> list[Place]:
    """The places of the phone's bottom bar, in its order: at most four, a day's work first."""
    existing = places_of(routes)
    ranked = sorted(existing, key=lambda place: place.phone_rank or len(PLACES))
    return ranked[:PHONE_PLACES]
