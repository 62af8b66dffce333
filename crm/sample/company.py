"""The invented company: who sells, what it sells, where, and to whom, as plain values.

Everything a person may want to change is in `company.toml`; this file only reads it.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

COMPANY_FILE = Path(__file__).with_name("company.toml")


class Town(NamedTuple):
    """A real town, with its postal codes and its place as (latitude, longitude)."""

    name: str
    province: str
    postal_codes: tuple[str, ...]
    place: tuple[float, float]


class Seller(NamedTuple):
    """A salesperson and the story of their sales.

    `monthly_cents` is a usual month of the first year; `growth` and `ambition` are yearly ratios
    (what happens, and what is asked); `pace` is the running month against the usual one.
    """

    code: str
    name: str
    job: str
    email: str
    zone: str
    towns: tuple[Town, ...]
    monthly_cents: int
    growth: float
    ambition: Decimal
    pace: float


class Segment(NamedTuple):
    """A kind of client: how many there are, how much and in which months they buy."""

    name: str
    weight: float
    size: float
    season: tuple[float, ...]
    taste: dict[str, float]
    forms: tuple[str, ...]
    names: tuple[str, ...]


class Family(NamedTuple):
    """A product family; `parent` is empty at the top of the tree.

    `share` is the part of the first year's sales, at the top. `drift` multiplies the weight every
    year, `slump` once more in the last three months.
    """

    name: str
    parent: str
    share: float
    popularity: float
    margin: float
    drift: float
    slump: float
    ambition: Decimal


class Product(NamedTuple):
    """An article of the first year's price list, in cents; by weight or by whole packs."""

    code: str
    name: str
    format: str
    family: str
    price: int
    is_by_weight: bool


@dataclass(frozen=True)
class Company:
    """All of the invented company that does not depend on a date."""

    name: str
    domain: str
    season: tuple[float, ...]
    administrator: str
    manager: Seller
    sellers: tuple[Seller, ...]
    segments: tuple[Segment, ...]
    families: tuple[Family, ...]
    products: tuple[Product, ...]
    names: dict[str, tuple[str, ...]]

    @property
    def family_by_name(self) -> dict[str, Family]:
        """Families by the name that the ERP's files carry."""
        return {family.name: family for family in self.families}

    @property
    def root_families(self) -> tuple[Family, ...]:
        """The families at the top of the tree."""
        return tuple(family for family in self.families if not family.parent)

    @property
    def root_by_product(self) -> list[str]:
        """Name of the top family of each product, by the product's position."""
        return [self.root_of(product.family) for product in self.products]

    def root_of(self, family: str) -> str:
        """Name of the family's parent, or its own name at the top of the tree."""
        return self.family_by_name[family].parent or family


def invent_company(scale: int) -> Company:
    """The company at a size: `scale` times the eight salespeople, up to 500."""
    facts = _facts()
    domain = facts["company"]["domain"]
    sellers = _sellers(facts, min(500, len(facts["seller"]) * scale))
    return Company(
        name=facts["company"]["name"],
        domain=domain,
        season=tuple(facts["company"]["season"]),
        administrator=facts["administrator"]["name"],
        manager=_manager(facts["manager"], domain),
        sellers=sellers,
        segments=tuple(_segment(row) for row in facts["segment"]),
        families=tuple(_family(row) for row in facts["family"]),
        products=_products(facts["family"]),
        names={key: tuple(values) for key, values in facts["names"].items()},
    )


def address_of(name: str, domain: str) -> str:
    """E-mail address of a person: "Núria Soler" -> nuria.soler@domain."""
    plain = name.lower().translate(str.maketrans("áàéèíóòúüñ", "aaeeioouun"))
    return f"{plain.replace(' ', '.')}@{domain}"


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(COMPANY_FILE.read_text(encoding="utf-8"))


def _sellers(facts: dict[str, Any], count: int) -> tuple[Seller, ...]:
    rows = facts["seller"]
    domain = facts["company"]["domain"]
    return tuple(
        _seller(rows[n % len(rows)], number=n, name=_seller_name(facts, n), domain=domain)
        for n in range(count)
    )


def _seller_name(facts: dict[str, Any], number: int) -> str:
    """The eight named people first, then invented ones, all different up to 1,700."""
    if number < len(facts["seller"]):
        return facts["seller"][number]["name"]
    firsts, surnames = facts["names"]["first"], facts["names"]["surname"]
    return f"{firsts[number % len(firsts)]} {surnames[number // len(firsts) % len(surnames)]}"


def _seller(row: dict[str, Any], *, number: int, name: str, domain: str) -> Seller:
    return Seller(
        code=f"{number + 1:03d}",
        name=name,
        job="Comercial",
        email=address_of(name, domain),
        zone=row["zone"],
        towns=tuple(_town(town) for town in row["town"]),
        monthly_cents=row["monthly"] * 100,
        growth=row["growth"],
        ambition=Decimal(str(row["ambition"])),
        pace=row["pace"],
    )


def _manager(row: dict[str, Any], domain: str) -> Seller:
    return Seller(
        code=row["code"],
        name=row["name"],
        job=row["job"],
        email=address_of(row["name"], domain),
        zone="",
        towns=(),
        monthly_cents=0,
        growth=0.0,
        ambition=Decimal(0),
        pace=1.0,
    )


def _town(row: dict[str, Any]) -> Town:
    latitude, longitude = row["place"]
    codes = tuple(row["postal_codes"])
    return Town(row["name"], row["province"], codes, (latitude, longitude))


def _segment(row: dict[str, Any]) -> Segment:
    return Segment(
        name=row["name"],
        weight=row["weight"],
        size=row["size"],
        season=tuple(row["season"]),
        taste=row["taste"],
        forms=tuple(row["form"]),
        names=tuple(row["names"]),
    )


def _family(row: dict[str, Any]) -> Family:
    return Family(
        name=row["name"],
        parent=row.get("parent", ""),
        share=row.get("share", 0.0),
        popularity=row.get("popularity", 0.0),
        margin=row.get("margin", 0.0),
        drift=row.get("drift", 1.0),
        slump=row.get("slump", 1.0),
        ambition=Decimal(str(row.get("ambition", 0))),
    )


def _products(families: list[dict[str, Any]]) -> tuple[Product, ...]:
    products: list[Product] = []
    for number, family in enumerate(families, start=1):
        for offer in _offers(family.get("goods", [])):
            code = f"{number:02d}{len(products) + 1:04d}"
            name, form, price = offer
            products.append(Product(code, name, form, family["name"], price, "por kg" in form))
    return tuple(products)


def _offers(goods: list[str]) -> list[tuple[str, str, int]]:
    """Reads "name: format = price; format = price" into (name, format, cents)."""
    offers: list[tuple[str, str, int]] = []
    for line in goods:
        name, _, formats = line.partition(": ")
        for offer in formats.split("; "):
            form, _, price = offer.rpartition(" = ")
            offers.append((name, form, int(price.replace(".", ""))))
    return offers
