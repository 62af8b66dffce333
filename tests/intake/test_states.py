"""What a rejected file still offers its sender."""

import pytest

from crm.intake.states import is_beyond_repair


@pytest.mark.parametrize("fault", ["not_a_table", "empty", "password", "truncated", "unsafe"])
def test_a_file_that_no_answer_can_mend_offers_no_mapping(fault: str) -> None:
    assert is_beyond_repair(f"intake.file_{fault}")


@pytest.mark.parametrize("key", [None, "intake.file_no_header", "intake.load_nothing_accepted"])
def test_what_another_reading_may_mend_offers_one(key: str | None) -> None:
    assert not is_beyond_repair(key)
