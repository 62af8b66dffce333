"""The people of the invented company who sign in to the product."""

from typing import Literal, NamedTuple

from crm.sample.company import address_of, invent_company


class Person(NamedTuple):
    """Someone who signs in; `seller_code` is theirs in the ERP, None for who does not sell."""

    name: str
    email: str
    role: Literal["admin", "supervisor", "sales"]
    seller_code: str | None


def people(scale: int = 1) -> tuple[Person, ...]:
    """The administrator, the sales manager, then every salesperson of the company."""
    company = invent_company(scale)
    administrator = company.administrator
    manager = company.manager
    return (
        Person(administrator, address_of(administrator, company.domain), "admin", None),
        Person(manager.name, manager.email, "supervisor", manager.code),
        *(Person(s.name, s.email, "sales", s.code) for s in company.sellers),
    )
