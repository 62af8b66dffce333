"""The permissions by hand: which role may do what to which table. What is not here fails.

Letters: r read, c create, u update, d delete. `own` means some rows only; which ones is tested
beside (`test_own_scope.py`).
"""

from typing import Final

# table: (admin, supervisor, sales); "*" after the letters: only some rows or columns
TABLE_VERBS: Final[dict[str, tuple[str, str, str]]] = {
    "app_user": ("rcud", "rcu*", "ru*"),
    "audit_event": ("rc*", "rc*", "rc*"),
    "client": ("rcud", "rcud", "ru*"),
    "client_month": ("r", "r", "r*"),
    "client_owner": ("rcud", "rcud", "r*"),
    "closed_figure": ("rcd", "rcd", "r*"),
    "closed_month": ("rcud", "rcud", "r"),
    "day_fact": ("r", "r", "r*"),
    "goal": ("rcud", "rcud", "r*"),
    "holiday": ("rcud", "rcud", "r"),
    "idempotency_key": ("rcud*", "rcud*", "rcud*"),
    "import_batch": ("rcud", "rcud", ""),
    "import_change": ("r", "r", ""),
    "import_confirmed": ("r", "r", ""),
    "import_file": ("rcud", "rcud", ""),
    "import_reject": ("rcud", "rcud", ""),
    "job_run": ("rcu*", "r", ""),
    "login_attempt": ("", "", ""),
    "login_session": ("ru", "ru*", "ru*"),
    "mapping_profile": ("rcud", "rcud", ""),
    "month_fact": ("r", "r", "r*"),
    "monthly_target": ("rcud", "rcud*", "r*"),
    "product": ("rcud", "rcud", "r"),
    "product_family": ("rcud", "rcud", "r"),
    "refresh_token": ("", "", ""),
    "sale_line": ("r", "r", "r*"),
    "seller": ("rcud", "rcud", "r*"),
    "setting": ("rcud", "rcud", "r*"),
    "source_month": ("r", "r", ""),
    "target_change": ("rc", "rc", ""),
    "user_secret": ("", "", ""),
}

LETTERS: Final = {"select": "r", "insert": "c", "update": "u", "delete": "d"}

# The program's own roles.
IMPORT_VERBS: Final[dict[str, str]] = {
    "app_user": "r",
    "audit_event": "rc",
    "client": "rcud",
    "client_month": "rcud",
    "client_owner": "rcud",
    "closed_figure": "r",
    "closed_month": "r",
    "day_fact": "rcud",
    "goal": "r",
    "holiday": "r",
    "import_batch": "rcud",
    "import_change": "rcud",
    "import_confirmed": "rcud",
    "import_file": "rcud",
    "import_reject": "rcud",
    "mapping_profile": "rcud",
    "month_fact": "rcud",
    "monthly_target": "r",
    "product": "rcud",
    "product_family": "rcud",
    "sale_line": "rcud",
    "seller": "rcud",
    "setting": "r",
    "source_month": "rcud",
    "target_change": "r",
}
NOT_TABLES_OF_OURS: Final = frozenset({"alembic_version"})
