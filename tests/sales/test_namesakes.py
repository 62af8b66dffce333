"""Two of the same name can be told apart in every choice."""

import pytest

from crm.db import as_actor, as_import
from crm.sales.namesakes import families_told_apart, people_told_apart, told_apart
from crm.sales.queries import responsibles
from tests.builders import People, a_family, a_seller, sample_people


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    return sample_people()


def test_only_namesakes_carry_their_code() -> None:
    shown = told_apart({1: "Eva", 2: "Luis", 3: "eva"}, {1: "7", 2: "8", 3: "9"})
    assert shown == {1: "Eva (7)", 2: "Luis", 3: "eva (9)"}


def test_the_nameless_stay_nameless() -> None:
    assert told_apart({0: "", 5: ""}, {5: "F5"}) == {0: "", 5: ""}


def test_two_salespeople_of_one_name_are_listed_with_their_codes(people: People) -> None:
    with as_import(0) as tx:
        for code in ("V21", "V22"):
            a_seller(tx, code=code, name="Eva Ruiz")
    with as_actor(people.bruno) as tx:
        names = [one.name for one in people_told_apart(tx, responsibles(tx))]
    assert {"Eva Ruiz (V21)", "Eva Ruiz (V22)", "Carla"} <= set(names)


def test_two_families_of_one_name_are_listed_with_their_codes(people: People) -> None:
    with as_import(0) as tx:
        for code in ("F21", "F22"):
            a_family(tx, code=code, name="Otros")
        a_family(tx, code="F23", name="Bebidas")
    with as_actor(people.bruno) as tx:
        assert list(families_told_apart(tx).values()) == ["Bebidas", "Otros (F21)", "Otros (F22)"]
