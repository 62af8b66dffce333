"""A mapping goes to JSON and back unchanged, and says what is wrong with a bad one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.intake.columns import Mapping, MappingRefused, column_name, resolve
from crm.intake.rules import (
    MEANINGS,
    DateStyle,
    DiscountStyle,
    Kind,
    Meaning,
    NumberStyle,
    Policy,
    Sign,
)

_words = st.text(min_size=1, max_size=12)


@st.composite
def _mappings(draw: st.DrawFn) -> Mapping:
    kind = draw(st.sampled_from(Kind))
    return Mapping(
        kind=kind,
        columns=draw(st.dictionaries(_words, st.sampled_from(MEANINGS[kind]), min_size=1)),
        sheet=draw(st.none() | _words),
        header_row=draw(st.none() | st.integers(1, 50)),
        delimiter=draw(st.none() | st.sampled_from(";,\t|")),
        encoding=draw(st.none() | st.sampled_from(["utf-8", "cp1252"])),
        number_style=draw(st.none() | st.sampled_from(NumberStyle)),
        date_style=draw(st.none() | st.sampled_from(DateStyle)),
        discount_style=draw(st.none() | st.sampled_from(DiscountStyle)),
        sign=draw(st.sampled_from(Sign)),
        policy=draw(st.sampled_from(Policy)),
        source=draw(_words),
        period_from=draw(st.none() | st.dates()),
        period_to=draw(st.none() | st.dates()),
    )


@given(_mappings())
def test_a_mapping_survives_json(mapping: Mapping) -> None:
    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


def test_kind_and_columns_are_enough() -> None:
    mapping = Mapping.from_json({"kind": "sales", "columns": {"Factura": "doc_no"}})
    assert (mapping.sign, mapping.policy, mapping.date_style) == (Sign.AS_SENT, Policy.APPEND, None)


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ([], "mapping_not_an_object"),
        ({"columns": {"a": "date"}}, "mapping_no_kind"),
        ({"kind": "orders", "columns": {"a": "date"}}, "mapping_unknown_word"),
        ({"kind": "sales"}, "mapping_no_columns"),
        ({"kind": "sales", "columns": {}}, "mapping_no_columns"),
        ({"kind": "sales", "columns": {"a": "when"}}, "mapping_unknown_word"),
        ({"kind": "sales", "columns": {"a": "postal_code"}}, "mapping_wrong_meaning"),
        ({"kind": "sales", "columns": {"a": "date"}, "colour": 1}, "mapping_unknown_member"),
        ({"kind": "sales", "columns": {"a": "date"}, "header_row": 0}, "mapping_not_a_row"),
        ({"kind": "sales", "columns": {"a": "date"}, "delimiter": "ab"}, "mapping_bad_delimiter"),
        ({"kind": "sales", "columns": {"a": "date"}, "sheet": 3}, "mapping_not_text"),
        ({"kind": "sales", "columns": {"a": "date"}, "period_to": "x"}, "mapping_bad_day"),
        ({"kind": "sales", "columns": {"a": "date"}, "date_style": "?"}, "mapping_unknown_word"),
    ],
)
def test_a_bad_mapping_names_its_fault_in_both_languages(form: object, key: str) -> None:
    with pytest.raises(MappingRefused) as refused:
        Mapping.from_json(form)
    assert refused.value.key == f"intake.{key}"
    assert refused.value.text("es") != refused.value.text("en")


def _sales(**columns: str) -> Mapping:
    return Mapping(Kind.SALES, {name: Meaning(meaning) for name, meaning in columns.items()})


NEEDED = {"A": "doc_no", "B": "date", "C": "client_code", "D": "amount"}


def test_columns_are_found_by_header_whatever_its_case_or_by_position() -> None:
    by_header = resolve(_sales(**NEEDED), ("a", "b", "c", "d"))
    by_place = resolve(
        _sales(**{"#1": "doc_no", "#2": "date", "3": "client_code", "#4": "amount"}),
        ("", "x", "x", "y"),
    )
    assert by_header == by_place


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        (NEEDED | {"Z": "series"}, "mapping_unknown_column"),
        (NEEDED | {"E": "date"}, "mapping_meaning_twice"),
        ({"A": "doc_no", "B": "date", "D": "amount"}, "mapping_missing_column"),
        (
            {"A": "doc_no", "B": "date", "C": "client_code", "E": "quantity"},
            "mapping_missing_column",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(columns: dict[str, str], key: str) -> None:
    with pytest.raises(MappingRefused) as refused:
        resolve(_sales(**columns), ("A", "B", "C", "D", "E"))
    assert refused.value.key == f"intake.{key}"
    assert refused.value.text("es") != refused.value.text("en")


def test_quantity_and_price_stand_in_for_the_amount() -> None:
    columns = {"A": "doc_no", "B": "date", "C": "client_code", "D": "quantity", "E": "unit_price"}
    assert len(resolve(_sales(**columns), ("A", "B", "C", "D", "E"))) == 5


def test_blank_and_repeated_headers_are_called_by_position() -> None:
    headers = ("Importe", "", "Importe", "Fecha", "3")
    assert [column_name(n, headers) for n in range(5)] == ["#1", "#2", "#3", "Fecha", "#5"]
