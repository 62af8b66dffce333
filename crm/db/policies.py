"""Who may do what to which table, as data.

Each table names, per database role, the verbs it grants and the rows they reach. Migrations hold
frozen copies of what `statements` writes; a test compares both with what the database has.

Form decides speed: a salesperson's own rows are found by an array computed once per query
(`= ANY (ARRAY(SELECT ...))`), never by a subquery per row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from crm.db.actor import DatabaseRole

Verb = Literal["select", "insert", "update", "delete"]
ALL: tuple[Verb, ...] = ("select", "insert", "update", "delete")
READ: tuple[Verb, ...] = ("select",)

EVERY_ROW = "true"
MY_SELLERS = "ANY ((SELECT crm_my_sellers())::bigint[])"
MY_CLIENTS = "ANY (ARRAY(SELECT c.id FROM client c WHERE c.owner_id = " + MY_SELLERS + "))"
OWN_OR_CREDITED = f"owner_id = {MY_SELLERS} OR seller_id = {MY_SELLERS}"
ME = "(SELECT crm_me())"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one role may do to the rows of a table; `columns` narrows an update."""

    role: DatabaseRole
    verbs: tuple[Verb, ...]
    rows: str = EVERY_ROW
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRules:
    """All rules of a table; what no rule names is refused."""

    table: str
    rules: tuple[Rule, ...] = field(default=())


def _staff(verbs: tuple[Verb, ...] = ALL, rows: str = EVERY_ROW) -> tuple[Rule, ...]:
    return (Rule("crm_admin", verbs, rows), Rule("crm_supervisor", verbs, rows))


def _system(verbs: tuple[Verb, ...] = ALL) -> Rule:
    return Rule("crm_system", verbs)


def _import(verbs: tuple[Verb, ...] = ALL) -> Rule:
    return Rule("crm_import", verbs)


def _sales(rows: str, verbs: tuple[Verb, ...] = READ, columns: tuple[str, ...] = ()) -> Rule:
    return Rule("crm_sales", verbs, rows, columns)


_OWN = ("name", "locale", "theme", "phone")
_CONTACT_AND_PLACE = (
    "contact",
    "position",
    "phone",
    "email",
    "address",
    "postal_code",
    "city",
    "region",
    "country",
    "latitude",
    "longitude",
)
_NOT_MY_TARGET = f"NOT (seller_id = {MY_SELLERS})"

TABLES: tuple[TableRules, ...] = (
    TableRules(
        "app_user",
        (
            Rule("crm_admin", ALL),
            Rule("crm_supervisor", READ),
            Rule("crm_supervisor", ("insert", "update"), "role = 'sales'"),
            Rule("crm_supervisor", ("update",), f"id = {ME} AND role = 'supervisor'"),
            _sales(f"id = {ME}"),
            _sales(f"id = {ME}", ("update",), _OWN),
            _import(READ),
            _system(),
        ),
    ),
    TableRules("user_secret", (_system(),)),
    TableRules(
        "login_session",
        (
            _system(),
            Rule("crm_admin", ("select", "update")),
            Rule("crm_supervisor", ("select", "update"), f"user_id = {ME}"),
            _sales(f"user_id = {ME}", ("select", "update")),
        ),
    ),
    TableRules("refresh_token", (_system(),)),
    TableRules("login_attempt", (_system(),)),
    TableRules(
        "audit_event",
        (
            *_staff(READ),
            # The program itself, in a job, is an administrator without a number.
            Rule("crm_admin", ("insert",), f"coalesce(actor_id, 0) = {ME}"),
            Rule("crm_supervisor", ("insert",), f"actor_id = {ME}"),
            _sales(f"actor_id = {ME}"),
            _sales(f"actor_id = {ME}", ("insert",)),
            _import(("select", "insert")),
            _system(("select", "insert")),
        ),
    ),
    TableRules("setting", (*_staff(), _sales("key = 'company'"), _import(READ), _system())),
    TableRules("holiday", (*_staff(), _sales(EVERY_ROW), _import(READ), _system())),
    TableRules(
        "idempotency_key",
        (*_staff(ALL, f"user_id = {ME}"), _sales(f"user_id = {ME}", ALL), _system()),
    ),
    TableRules("seller", (*_staff(), _sales(f"user_id = {ME}"), _import(), _system(READ))),
    TableRules("product_family", (*_staff(), _sales(EVERY_ROW), _import(), _system(READ))),
    TableRules("product", (*_staff(), _sales(EVERY_ROW), _import(), _system(READ))),
    TableRules(
        "client",
        (
            *_staff(),
            _sales(f"owner_id = {MY_SELLERS}"),
            _sales(f"owner_id = {MY_SELLERS}", ("update",), _CONTACT_AND_PLACE),
            _import(),
            _system(READ),
        ),
    ),
    TableRules(
        "client_owner",
        (*_staff(), _sales(f"seller_id = {MY_SELLERS}"), _import(), _system(READ)),
    ),
    TableRules(
        "sale_line",
        (
            *_staff(READ),
            _sales(f"client_id = {MY_CLIENTS} OR credited_id = {MY_SELLERS}"),
            _import(),
            _system(READ),
        ),
    ),
    TableRules(
        "client_month",
        (*_staff(READ), _sales(f"client_id = {MY_CLIENTS}"), _import(), _system(READ)),
    ),
    TableRules("month_fact", (*_staff(READ), _sales(OWN_OR_CREDITED), _import(), _system(READ))),
    TableRules("day_fact", (*_staff(READ), _sales(OWN_OR_CREDITED), _import(), _system(READ))),
    TableRules("source_month", (*_staff(READ), _import(), _system(READ))),
    TableRules("mapping_profile", (*_staff(), _import(), _system(READ))),
    TableRules("import_batch", (*_staff(), _import(), _system())),
    TableRules("import_file", (*_staff(), _import(), _system())),
    TableRules("import_reject", (*_staff(), _import(), _system(READ))),
    TableRules(
        "job_run",
        (
            Rule("crm_admin", READ),
            Rule("crm_supervisor", READ),
            _system(("select", "insert", "delete")),
            # The program itself is an administrator without a number.
            Rule("crm_admin", ("insert", "update"), f"{ME} = 0"),
        ),
    ),
    TableRules("import_change", (*_staff(READ), _import(), _system(READ))),
    TableRules("import_confirmed", (*_staff(READ), _import(), _system(READ))),
    TableRules(
        "goal",
        (
            *_staff(),
            _sales(
                "id = ANY (ARRAY(SELECT t.goal_id FROM monthly_target t WHERE t.seller_id = "
                + MY_SELLERS
                + "))"
            ),
            _import(READ),
            _system(READ),
        ),
    ),
    TableRules(
        "monthly_target",
        (
            Rule("crm_admin", ALL),
            Rule("crm_supervisor", READ),
            Rule("crm_supervisor", ("insert", "update", "delete"), _NOT_MY_TARGET),
            _sales(f"seller_id = {MY_SELLERS}"),
            _import(READ),
            _system(READ),
        ),
    ),
    TableRules("target_change", (*_staff(("select", "insert")), _import(READ), _system(READ))),
    TableRules("closed_month", (*_staff(), _sales(EVERY_ROW), _import(READ), _system(READ))),
    TableRules(
        "closed_figure",
        (
            *_staff(("select", "insert", "delete")),
            _sales(f"seller_id = {MY_SELLERS}"),
            _import(READ),
            _system(READ),
        ),
    ),
)

VIEWS: dict[str, tuple[DatabaseRole, ...]] = {
    "responsible": ("crm_admin", "crm_supervisor", "crm_sales", "crm_import", "crm_system"),
}


def policy_name(table: str, rule: Rule, verb: Verb, index: int) -> str:
    """The name under which the database keeps one verb of a rule."""
    return f"{table}_{rule.role.removeprefix('crm_')}_{verb}_{index}"


def statements() -> Iterator[str]:
    """The SQL that builds the whole wall on tables that have none yet."""
    for table in TABLES:
        yield from _table_statements(table)
    for view, roles in VIEWS.items():
        yield f"GRANT SELECT ON {view} TO {', '.join(roles)}"


def _table_statements(table: TableRules) -> Iterator[str]:
    yield f"ALTER TABLE {table.table} ENABLE ROW LEVEL SECURITY"
    for index, rule in enumerate(table.rules):
        for verb in rule.verbs:
            yield _grant(table.table, rule, verb)
            yield _policy(table.table, rule, verb, index)


def _grant(table: str, rule: Rule, verb: Verb) -> str:
    columns = f" ({', '.join(rule.columns)})" if rule.columns and verb == "update" else ""
    return f"GRANT {verb.upper()}{columns} ON {table} TO {rule.role}"


def _policy(table: str, rule: Rule, verb: Verb, index: int) -> str:
    name = policy_name(table, rule, verb, index)
    using = "" if verb == "insert" else f" USING ({rule.rows})"
    check = f" WITH CHECK ({rule.rows})" if verb in ("insert", "update") else ""
    return f"CREATE POLICY {name} ON {table} FOR {verb.upper()} TO {rule.role}{using}{check}"
