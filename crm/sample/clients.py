"""The clients: who they are, where they are, how they buy, and what becomes of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from random import Random
from typing import NamedTuple

from crm.sample.company import Company, Segment, Seller, Town
from crm.sample.days import MONTHS_OF_HISTORY, Calendar, add_months

CLIENTS = 600
# Rhythm in days between orders, its share of the clients, lines of an order, size of a line.
RHYTHMS = ((7, 0.12, 3.0, 1.7), (14, 0.22, 2.2, 1.2), (20, 0.30, 1.6, 0.85), (27, 0.36, 1.2, 0.65))
NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
YOUNG_SHARE = 0.33
MONTHS_BEFORE_AN_END = 8
# A client of the salesperson who is behind: large, regular, and silent for 52 days.
SILENT_CLIENT = "Hotel Mar de Jade"
SILENT_SELLER = 3
SILENT_DAYS = 52
SILENT_RHYTHM = 18


class Fate(Enum):
    """What becomes of a client that has bought for some time."""

    STAYS = auto()
    STOPS = auto()
    FADES = auto()
    RETURNS = auto()


FATES = {Fate.STAYS: 68, Fate.STOPS: 17, Fate.FADES: 9, Fate.RETURNS: 6}


class Life(NamedTuple):
    """When a client buys: from `begins` up to `ends`, but not in [pause_from, pause_until).

    From `fades` on, orders come further apart and smaller until `ends`. Dates beyond the sample
    mean never.
    """

    begins: date
    ends: date
    fades: date
    pause_from: date
    pause_until: date

    def is_buying(self, day: date) -> bool:
        """Whether an order may fall on a day."""
        is_paused = self.pause_from <= day < self.pause_until
        return self.begins <= day < self.ends and not is_paused

    def vigour(self, day: date) -> float:
        """Size of an order against the usual: 1.0, and down to 0.35 for one who fades."""
        if day < self.fades:
            return 1.0
        return 1.0 - 0.65 * (day - self.fades) / (self.ends - self.fades)


class Habit(NamedTuple):
    """How a client buys: days between orders, lines of an order, size, discount in per mille."""

    rhythm: int
    lines: float
    size: float
    discount: int


@dataclass(frozen=True)
class Client:
    """A client as the ERP knows it, with the life and the habits it does not know."""

    code: str
    name: str
    tax_id: str
    segment: Segment
    seller: Seller
    street: str
    town: Town
    postal_code: str
    place: tuple[float, float]
    phone: str
    email: str
    created: date
    life: Life
    habit: Habit


def invent_clients(
    company: Company, calendar: Calendar, *, seed: int, scale: int
) -> tuple[Client, ...]:
    """600 clients for each unit of `scale`; the same for the same arguments."""
    taken: set[str] = set()
    return tuple(
        _client(company, calendar, number=number, seed=seed, taken=taken)
        for number in range(CLIENTS * scale)
    )


def nif(number: int) -> str:
    """Tax id of a person: eight digits and the letter that checks them. 12345678 -> Z."""
    return f"{number:08d}{NIF_LETTERS[number % 23]}"


def cif(form: str, number: int) -> str:
    """Tax id of an organisation: its letter, seven digits, check digit. A5881850 -> 1."""
    digits = [int(digit) for digit in f"{number:07d}"]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    check = -(doubled + sum(digits[1::2])) % 10
    return f"{form}{number:07d}{check}"


def _client(
    company: Company, calendar: Calendar, *, number: int, seed: int, taken: set[str]
) -> Client:
    rng = Random(f"{seed}/client/{number}")  # noqa: S311  an invented company, no secret
    segment = rng.choices(company.segments, [s.weight for s in company.segments])[0]
    seller = company.sellers[number % len(company.sellers)]
    town = rng.choice(seller.towns)
    name = _free_name(company, segment, town, rng, taken)
    life, habit = _life(calendar, rng), _habit(segment, rng)
    if number == SILENT_SELLER:
        segment, name, life, habit = _silent_hotel(company, calendar)
    return Client(
        code=f"{number + 1:05d}",
        name=name,
        tax_id=_tax_id(segment, number, rng),
        segment=segment,
        seller=seller,
        street=f"{rng.choice(company.names['street'])} {rng.randint(1, 140)}",
        town=town,
        postal_code=rng.choice(town.postal_codes),
        place=_near(town, rng),
        phone=f"96{rng.randint(0, 8)} 00{number // 1000 % 10} {number % 1000:03d}",
        email=f"cliente{number + 1:05d}@clientes.example",
        created=_creation(life, calendar, rng),
        life=life,
        habit=habit,
    )


def _silent_hotel(company: Company, calendar: Calendar) -> tuple[Segment, str, Life, Habit]:
    hotel = next(segment for segment in company.segments if segment.name == "Hotel")
    silent_from = calendar.until - timedelta(days=SILENT_DAYS - 1)
    life = _uneventful(calendar)._replace(ends=silent_from)
    return hotel, SILENT_CLIENT, life, Habit(SILENT_RHYTHM, 4.0, 4.0, 50)


def _free_name(company: Company, segment: Segment, town: Town, rng: Random, taken: set[str]) -> str:
    """A name that no other client has: the town, then a number, tells namesakes apart."""
    words = {key: rng.choice(values) for key, values in company.names.items()}
    plain = rng.choice(segment.names).format_map(words)
    name, copies = plain, 1
    while name in taken:
        name = f"{plain} ({town.name})" if copies == 1 else f"{plain} ({town.name} {copies})"
        copies += 1
    taken.add(name)
    return name


def _tax_id(segment: Segment, number: int, rng: Random) -> str:
    """Valid check characters on numbers that nobody was given: persons 99..., others 00..."""
    form = rng.choice(segment.forms)
    return cif(form, number + 101) if form else nif(99_000_101 + number)


def _near(town: Town, rng: Random) -> tuple[float, float]:
    """A place within about a kilometre; rather to the west, since the sea is in the east."""
    latitude, longitude = town.place
    spot = (latitude + rng.uniform(-0.008, 0.008), longitude + rng.uniform(-0.012, 0.002))
    return round(spot[0], 5), round(spot[1], 5)


def _habit(segment: Segment, rng: Random) -> Habit:
    rhythm, _, lines, size = rng.choices(RHYTHMS, [share for _, share, _, _ in RHYTHMS])[0]
    own = segment.size * size * rng.lognormvariate(0, 0.8)
    discount = rng.choice((0, 0, 0, 20, 30, 50)) if own < 1 else rng.choice((0, 30, 50, 75, 100))
    return Habit(rhythm + rng.randint(-1, 2), lines, own, discount)


def _life(calendar: Calendar, rng: Random) -> Life:
    """A third begin within the sample; a third of all stop, fade, or pause and return."""
    is_young = rng.random() < YOUNG_SHARE
    begins = _random_day(calendar, 1, rng) if is_young else calendar.first
    life = _uneventful(calendar)._replace(begins=begins)
    fate = rng.choices(list(FATES), list(FATES.values()))[0]
    months = (calendar.until - begins).days // 30
    if fate is Fate.STAYS or months < MONTHS_BEFORE_AN_END:
        return life
    turn = begins + timedelta(days=rng.randint(120, months * 30))
    if fate is Fate.RETURNS:
        return life._replace(
            pause_from=turn, pause_until=turn + timedelta(days=rng.randint(120, 480))
        )
    if fate is Fate.FADES:
        return life._replace(fades=turn, ends=turn + timedelta(days=rng.randint(150, 330)))
    return life._replace(ends=turn)


def _uneventful(calendar: Calendar) -> Life:
    never = calendar.until + timedelta(days=1000)
    return Life(calendar.first, never, never, never, never)


def _random_day(calendar: Calendar, from_month: int, rng: Random) -> date:
    month = add_months(calendar.first, rng.randrange(from_month, MONTHS_OF_HISTORY))
    return min(month + timedelta(days=rng.randrange(28)), calendar.until)


def _creation(life: Life, calendar: Calendar, rng: Random) -> date:
    """The ERP knows new clients a few days before they buy, old ones for years."""
    if life.begins > calendar.first:
        return life.begins - timedelta(days=rng.randint(0, 6))
    return calendar.first - timedelta(days=rng.randint(40, 4800))
