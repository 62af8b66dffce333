"""What becomes of an error that no handler caught."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from crm.db import as_system
from crm.shell.failures import show_error


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("asked", [2**70, "a\x00b"])
def test_a_value_that_cannot_exist_is_told_in_words(asked: object) -> None:
    with pytest.raises(DataError) as refused, as_system("test: impossible") as tx:
        tx.execute(text("SELECT CAST(:asked AS bigint)"), {"asked": asked})
    told = show_error(refused.value)
    assert told is not None
    assert "hear_error" in str(told.handler)
    assert "shell.impossible_value" in str(told.args)
