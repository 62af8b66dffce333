"""What a password must be, when a sign-in must wait, who may manage whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from crm.kit.errors import Invalid, NotAllowed

RoleName = Literal["admin", "supervisor", "sales"]
Least = Literal["anyone", "signed_in", "sales", "supervisor", "admin"]

RANK: Final[dict[str, int]] = {"anyone": 0, "signed_in": 1, "sales": 1, "supervisor": 2, "admin": 3}

SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 200  # hashing longer ones would let anybody keep the machine busy
FEWEST_CHARACTERS: Final = 5
LONGEST_NAME: Final = 120

WINDOW: Final = timedelta(minutes=15)
TRIES_PER_ACCOUNT: Final = 10
TRIES_PER_ADDRESS: Final = 50

_GUESSED_FIRST: Final = frozenset(
    {
        "1234567890",
        "0123456789",
        "12345678910",
        "qwertyuiop",
        "qwerty12345",
        "password123",
        "password1234",
        "contraseña",
        "contraseña1",
        "contraseña123",
        "administrador",
        "administrator",
        "bienvenido1",
        "changeme123",
    }
)


class WeakPassword(Invalid):
    """A password that would be guessed, or that is too long to hash."""


class WrongName(Invalid):
    """No name, or one too long to be shown."""


class WrongEmail(Invalid):
    """Not an address that mail could reach."""


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Raises WeakPassword, saying what is missing; length counts, not kinds of character.

    Example: "correct horse battery" passes, "Aa1!" does not.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword("accounts.errors.password_short", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword("accounts.errors.password_long", longest=LONGEST_PASSWORD)
    plain = password.casefold()
    own = {email.casefold(), email.casefold().partition("@")[0], name.casefold()}
    if plain in _GUESSED_FIRST or plain in own or len(set(plain)) < FEWEST_CHARACTERS:
        raise WeakPassword("accounts.errors.password_guessed")


def checked_email(email: str) -> str:
    """The address without blanks around it; WrongEmail when it has no name, @ and host."""
    address = email.strip()
    name, at, host = address.rpartition("@")
    if not (name and at and host) or any(one.isspace() for one in address):
        raise WrongEmail("accounts.errors.email")
    return address


def wait_before(
    failures_of_account: Sequence[datetime], failures_of_address: Sequence[datetime], now: datetime
) -> timedelta:
    """How long the next sign-in must wait; zero when it may be tried.

    At most 10 failures per account and 50 per address within 15 minutes. Example: ten failures,
    the oldest 14 minutes ago -> 1 minute.
    """
    account = _until_one_leaves(failures_of_account, TRIES_PER_ACCOUNT, now)
    address = _until_one_leaves(failures_of_address, TRIES_PER_ADDRESS, now)
    return max(account, address)


def tries_left(
    failures_of_account: Sequence[datetime], failures_of_address: Sequence[datetime], now: datetime
) -> int:
    """How many tries there are before one must wait: the account's or the address's, the fewer.

    Example: 7 failures of the account, 49 of the address -> 1.
    """

    def left(failures: Sequence[datetime], tries: int) -> int:
        return tries - sum(one > now - WINDOW for one in failures)

    account = left(failures_of_account, TRIES_PER_ACCOUNT)
    return max(0, min(account, left(failures_of_address, TRIES_PER_ADDRESS)))


def may(role: str, least: Least) -> bool:
    """Whether somebody of `role` may do what asks for `least`. Example: admin may what sales may.

    `role` is "" for nobody; unknown names raise KeyError: they are our mistake.
    """
    return RANK[least] <= (RANK[role] if role else 0)


def may_manage(role: str, other: str) -> bool:
    """Administrators manage everybody, supervisors only salespeople.

    Example: a supervisor may not make a supervisor.
    """
    return role == "admin" or (role == "supervisor" and other == "sales")


def check_may_manage(role: str, *others: str) -> None:
    """Raises NotAllowed unless `role` may manage each of `others`."""
    if not all(may_manage(role, other) for other in others):
        raise NotAllowed("accounts.errors.not_manager")


def checked_name(written: str) -> str:
    """A person's name with single blanks; WrongName when there is none or too much of it."""
    name = " ".join(written.split())
    if not name:
        raise WrongName("accounts.errors.name_missing")
    if len(name) > LONGEST_NAME:
        raise WrongName("accounts.errors.name_long", longest=LONGEST_NAME)
    return name


def browser_name(user_agent: str) -> str:
    """What a person calls the browser of a session; "" when it does not say.

    Example: an agent with "Edg/130" and "Windows NT" -> "Edge · Windows".
    """
    # Order matters: Edge names Chrome too, and Chrome names Safari.
    browsers = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "macOS",
        "Linux": "Linux",
    }
    names = (
        next((shown for sign, shown in known.items() if sign in user_agent), "")
        for known in (browsers, systems)
    )
    return " · ".join(name for name in names if name)


def _until_one_leaves(failures: Sequence[datetime], limit: int, now: datetime) -> timedelta:
    recent = sorted(one for one in failures if one > now - WINDOW)
    if len(recent) < limit:
        return timedelta(0)
    return recent[-limit] + WINDOW - now
