"""What a person says about a file stands in the address, and nothing else does."""

import pytest

from crm.intake.choices import Choices, meanings_for
from crm.intake.columns import Mapping, MappingRefused
from crm.intake.mapping import propose_columns
from crm.intake.rules import DateStyle, Kind, Meaning

HEADERS = ("Factura", "Fecha", "Cliente", "Importe", "Neto")
SAMPLES = (("10835",), ("15/01/1998",), ("ALFKI",), ("825,00",), ("800,00",))
COLUMNS = propose_columns(HEADERS, SAMPLES, Kind.SALES)
HELD = {column.position: column.meaning for column in COLUMNS}


def test_an_address_gives_back_the_choices_it_was_made_from() -> None:
    choices = Choices({"date_style": "dmy"}, {4: Meaning.AMOUNT, 3: Meaning.IGNORE})
    assert Choices.from_address(choices.to_address()) == choices


def test_other_parameters_of_the_address_are_let_be() -> None:
    assert Choices.from_address({"view": "typed", "page": "2", "cx": "date"}) == Choices()


def test_a_meaning_that_does_not_exist_is_refused_by_its_name() -> None:
    with pytest.raises(MappingRefused) as refused:
        Choices.from_address({"c1": "turnover"})
    assert refused.value.params["value"] == "turnover"


def test_the_column_that_had_the_meaning_is_freed_for_the_one_chosen() -> None:
    choices, freed = Choices().with_meaning(4, Meaning.AMOUNT, HELD)
    assert freed == 3
    assert choices.columns == {3: Meaning.IGNORE, 4: Meaning.AMOUNT}


def test_several_columns_may_be_kept_as_extra_fields() -> None:
    held = {3: Meaning.EXTRA}
    choices, freed = Choices().with_meaning(4, Meaning.EXTRA, held)
    assert freed is None
    assert choices.columns == {4: Meaning.EXTRA}


def test_another_header_row_makes_choices_of_columns_void() -> None:
    choices = Choices({"date_style": "dmy"}, {1: Meaning.DATE})
    moved = choices.with_member("header_row", "3")
    assert moved == Choices({"date_style": "dmy", "header_row": "3"}, {})


def test_an_empty_value_takes_a_choice_back() -> None:
    assert Choices({"sign": "inverted"}).with_member("sign", "") == Choices()


def test_what_no_mapping_has_cannot_be_chosen() -> None:
    with pytest.raises(MappingRefused):
        Choices().with_member("password", "x")


def test_the_mapping_is_what_is_proposed_with_what_was_said() -> None:
    choices = Choices({"date_style": "mdy", "header_row": "4"}, {4: Meaning.AMOUNT})
    proposed = Mapping(Kind.SALES, {}, date_style=DateStyle.DMY, sheet="Ventas")
    mapping = choices.laid_over(proposed, choices.meant(COLUMNS), HEADERS)
    assert mapping.date_style is DateStyle.MDY
    assert mapping.header_row == 4
    assert mapping.sheet == "Ventas"
    assert mapping.columns["Neto"] is Meaning.AMOUNT


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_offers_its_meanings_once_and_leaving_out_last(kind: Kind) -> None:
    offered = meanings_for(kind)
    assert len(set(offered)) == len(offered)
    assert offered[-1] is Meaning.IGNORE
