"""The wall in SQL: roles x tables x verbs, against the matrix, the policies and the catalogue."""

from collections import defaultdict

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from crm.db import Actor, as_actor, as_system
from crm.db.policies import TABLES, VIEWS, policy_name
from tests.permissions.matrix import IMPORT_VERBS, LETTERS, NOT_TABLES_OF_OURS, TABLE_VERBS

pytestmark = pytest.mark.usefixtures("module_database")
PERSONS = ("crm_admin", "crm_supervisor", "crm_sales")


def rows(statement: str) -> list[tuple[object, ...]]:
    """What the catalogue answers; it is readable by every role."""
    with as_system("test: the catalogue") as tx:
        return [tuple(row) for row in tx.execute(text(statement))]


def granted() -> dict[tuple[str, str], str]:
    """The verbs each role holds on each table, whole or on some columns."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for table, role, verb in rows(
        "SELECT c.relname, r.rolname, lower(a.privilege_type) FROM pg_class c,"
        " aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " UNION SELECT c.relname, r.rolname, lower(a.privilege_type) FROM pg_attribute t"
        " JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a"
        " JOIN pg_roles r ON r.oid = a.grantee WHERE c.relnamespace = 'public'::regnamespace"
    ):
        if str(verb) in LETTERS:
            found[str(table), str(role)].add(LETTERS[str(verb)])
    return {key: "".join(sorted(verbs, key="rcud".index)) for key, verbs in found.items()}


def tables() -> set[str]:
    """Every table of the schema."""
    found = rows(
        "SELECT relname FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return {str(name) for (name,) in found} - NOT_TABLES_OF_OURS


def test_every_table_has_a_row_in_the_matrix() -> None:
    assert tables() == set(TABLE_VERBS)


def test_every_table_is_behind_row_level_security() -> None:
    open_ones = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r' AND NOT relrowsecurity"
    )

    assert {name for (name,) in open_ones} == NOT_TABLES_OF_OURS


@pytest.mark.parametrize(("place", "role"), list(enumerate(PERSONS)))
def test_a_role_holds_the_verbs_of_the_matrix(place: int, role: str) -> None:
    held = granted()

    found = {table: held.get((table, role), "") for table in TABLE_VERBS}

    assert found == {table: verbs[place].rstrip("*") for table, verbs in TABLE_VERBS.items()}


def test_imports_hold_the_verbs_of_the_matrix() -> None:
    found = {table: verbs for (table, role), verbs in granted().items() if role == "crm_import"}

    assert found == IMPORT_VERBS


def test_rows_are_narrowed_exactly_where_the_matrix_says_so() -> None:
    narrowed = {
        (str(table), str(role))
        for table, role, using, check in rows(
            "SELECT tablename, unnest(roles), qual, with_check FROM pg_policies"
        )
        if {using, check} - {"true", None}
    }

    marked = {
        (table, role)
        for table, verbs in TABLE_VERBS.items()
        for role, letters in zip(PERSONS, verbs, strict=True)
        if letters.endswith("*")
    }
    assert narrowed == marked


def test_policies_of_the_database_are_those_of_the_code() -> None:
    kept = {
        (str(table), str(name), str(role), str(verb).lower())
        for table, name, role, verb in rows(
            "SELECT tablename, policyname, unnest(roles), cmd FROM pg_policies"
        )
    }

    written = {
        (one.table, policy_name(one.table, rule, verb, index), str(rule.role), verb)
        for one in TABLES
        for index, rule in enumerate(one.rules)
        for verb in rule.verbs
    }
    assert kept == written


def test_rows_of_the_policies_are_those_of_the_code() -> None:
    kept = {
        str(name): (using is None or using == "true", check is None or check == "true")
        for name, using, check in rows("SELECT policyname, qual, with_check FROM pg_policies")
    }

    written = {
        policy_name(one.table, rule, verb, index): (
            verb == "insert" or rule.rows == "true",
            verb not in ("insert", "update") or rule.rows == "true",
        )
        for one in TABLES
        for index, rule in enumerate(one.rules)
        for verb in rule.verbs
    }
    assert kept == written


def test_views_look_through_the_readers_own_policies() -> None:
    found = rows(
        "SELECT relname, coalesce(reloptions::text, '') LIKE '%security_invoker=true%'"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
    )

    assert {str(name): bool(safe) for name, safe in found} == dict.fromkeys(VIEWS, True)


def test_the_login_role_may_nothing_by_itself() -> None:
    [(is_super, bypasses, inherits, owned)] = rows(
        "SELECT rolsuper, rolbypassrls, rolinherit, (SELECT count(*) FROM pg_class"
        " WHERE relowner = r.oid) FROM pg_roles r WHERE rolname = 'crm_app'"
    )

    assert (is_super, bypasses, inherits, owned) == (False, False, False, 0)
    assert [key for key in granted() if key[1] == "crm_app"] == []


def test_functions_that_see_more_than_their_caller_pin_their_search_path() -> None:
    loose = rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND NOT coalesce(proconfig::text, '') LIKE '%search_path=%'"
    )

    assert loose == []


@pytest.mark.parametrize("verb", ["select", "insert", "update", "delete"])
@pytest.mark.parametrize("table", sorted(TABLE_VERBS))
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_not_granted_is_refused(place: int, table: str, verb: str) -> None:
    actor = Actor(1, ("admin", "supervisor", "sales")[place])
    may = LETTERS[verb] in TABLE_VERBS[table][place]

    assert is_let_through(actor, table, verb) is may


def is_let_through(actor: Actor, table: str, verb: str) -> bool:
    """Whether the statement passes the grants; policies may still leave no row."""
    try:
        with as_actor(actor) as tx:
            tx.execute(text(statement_for(tx, table, verb)))
    except ProgrammingError as refused:
        if "permission denied for table" not in str(refused.orig):
            raise
        return False
    return True


def statement_for(tx: Session, table: str, verb: str) -> str:
    """A statement that changes no row; an update names a column that the role may write."""
    if verb == "select":
        return f"SELECT count(*) FROM {table}"
    if verb == "delete":
        return f"DELETE FROM {table} WHERE false"
    column = tx.execute(
        text(
            "SELECT attname FROM pg_attribute WHERE attrelid = cast(:table AS regclass)"
            " AND attnum > 0 AND attgenerated = '' AND NOT attisdropped ORDER BY"
            " has_column_privilege(attrelid, attnum, 'update') DESC, attnum LIMIT 1"
        ),
        {"table": table},
    ).scalar_one()
    if verb == "insert":
        # Nothing is selected, so only the right to insert is asked for.
        return f"INSERT INTO {table} ({column}) SELECT NULL WHERE false"
    return f"UPDATE {table} SET {column} = NULL WHERE false"


def test_the_loader_passes_the_policies_and_may_only_insert_what_imports_load() -> None:
    [(bypasses, signs_in, is_super)] = rows(
        "SELECT rolbypassrls, rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'crm_loader'"
    )
    held = {table: verbs for (table, role), verbs in granted().items() if role == "crm_loader"}

    assert (bypasses, signs_in, is_super) == (True, False, False)
    assert held == dict.fromkeys(("sale_line", "client_month", "month_fact", "day_fact"), "c")
