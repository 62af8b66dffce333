"""The figures of an import fit a card on a phone and are exact to the cent."""

from decimal import Decimal

import pytest

from crm.accounts.company import Company
from crm.intake.screen_queries import OneImport
from crm.intake.state.import_words import ImportWords
from crm.intake.states import State

FIELDS = {"kind": "sales", "state": State.LOADED, "lines_read": 3, "accepted": 3, "refused": 0}


@pytest.mark.parametrize(
    ("amount", "large", "small"),
    [
        ("28551.25", "28.551,25 €", ""),
        ("-28551.25", "−28.551 €", "−28.551,25 €"),
        ("684120.55", "684.121 €", "684.120,55 €"),
        ("3940363.23", "3,9 M€", "3.940.363,23 €"),
    ],
)
def test_a_long_amount_stands_rounded_with_its_cents_below(
    amount: str, large: str, small: str
) -> None:
    fields = {**FIELDS, "total_amount": Decimal(amount), "date_from": None}
    found = OneImport(fields, None, None, None, None, 0)
    shown = ImportWords(found, Company(), "es").figures()[1]
    assert shown.value.replace("\N{NO-BREAK SPACE}", " ") == large
    assert shown.note.replace("\N{NO-BREAK SPACE}", " ") == small
