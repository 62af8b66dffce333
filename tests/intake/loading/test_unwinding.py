"""Taking one import's statement out of the history of a record. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from crm.intake.loading.unwinding import Statement, Value, unwind

BLANK: dict[str, Value] = {"name": "", "city": ""}
stated = st.dictionaries(st.sampled_from(["name", "city"]), st.sampled_from(["a", "b", "c"]))


def said(order: int, stated: dict[str, Value], prior: dict[str, Value] | None = None) -> Statement:
    return Statement(order, order, created=prior is None, stated=stated, prior=prior or {})


def test_the_last_value_goes_back_to_what_it_found() -> None:
    done = unwind(said(2, {"name": "b"}, {"name": "a"}), [], {"name": "b"}, BLANK)
    assert (done.restored, done.is_gone) == ({"name": "a"}, False)


def test_a_value_changed_by_hand_since_stays() -> None:
    done = unwind(said(2, {"name": "b"}, {"name": "a"}), [], {"name": "mine"}, BLANK)
    assert done.restored == {}


def test_the_next_statement_is_told_of_what_was_before() -> None:
    later = said(3, {"name": "c"}, {"name": "b"})
    done = unwind(said(2, {"name": "b"}, {"name": "a"}), [later], {"name": "c"}, BLANK)
    assert (done.restored, later.prior) == ({}, {"name": "a"})


def test_a_record_nobody_else_named_is_gone() -> None:
    assert unwind(said(1, {"name": "a"}), [], {"name": "a"}, BLANK).is_gone


def test_a_record_others_named_counts_as_created_by_the_next() -> None:
    later = said(2, {"city": "x"}, {"city": ""})
    done = unwind(said(1, {"name": "a"}), [later], {"name": "a", "city": "x"}, BLANK)
    assert (done.restored, later.created) == ({"name": ""}, True)


@given(st.lists(stated, min_size=1, max_size=5), st.data())
def test_any_order_of_undoing_gives_what_the_rest_alone_would_have(
    files: list[dict[str, Value]], data: st.DataObject
) -> None:
    history: list[Statement] = []
    current: dict[str, Value] = dict(BLANK)
    for order, fields in enumerate(files):
        prior = None if not history else {name: current[name] for name in fields}
        history.append(Statement(order, order, not history, dict(fields), prior or {}))
        current |= fields
    undone = data.draw(st.permutations(history))
    for statement in undone:
        history.remove(statement)
        done = unwind(statement, history, current, BLANK)
        current |= done.restored
        alone = dict(BLANK)
        for rest in history:
            alone |= rest.stated
        assert done.is_gone == (not history)
        assert current == alone
