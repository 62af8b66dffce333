"""Who acts in a transaction, and with which role of the database."""

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["admin", "supervisor", "sales"]
DatabaseRole = Literal["crm_admin", "crm_supervisor", "crm_sales", "crm_import", "crm_system"]

ROLES: tuple[Role, ...] = ("admin", "supervisor", "sales")
DATABASE_ROLES: tuple[DatabaseRole, ...] = (
    "crm_admin",
    "crm_supervisor",
    "crm_sales",
    "crm_import",
    "crm_system",
)
_ROLE_OF: dict[Role, DatabaseRole] = {
    "admin": "crm_admin",
    "supervisor": "crm_supervisor",
    "sales": "crm_sales",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, as the wall and the screens need to know them."""

    user_id: int
    role: Role
    name: str = ""
    email: str = ""
    locale: str = "es"
    theme: str = "system"

    @property
    def database_role(self) -> DatabaseRole:
        """The PostgreSQL role whose policies decide what this person sees."""
        return _ROLE_OF[self.role]

    @property
    def is_staff(self) -> bool:
        """Administrators and supervisors see the whole company."""
        return self.role != "sales"


PROGRAM: Final = Actor(0, "admin")
"""Who acts where nobody is signed in: a job, or whoever may open the data folder.

The records tell it from every person.
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a transaction announces to the database; `user_id` 0 is the program itself."""

    database_role: DatabaseRole
    user_id: int
