"""Addresses of the intake's screens."""

from collections.abc import Mapping
from urllib.parse import urlencode

from crm.kit.addresses import address, number_in
from crm.sales.scope import LINES, SaleScope

IMPORTS = "/imports"


def imports_address(parameters: Mapping[str, object]) -> str:
    """The list, narrowed by what is not empty."""
    return _with(IMPORTS, parameters)


def import_address(import_id: int, parameters: Mapping[str, object] | None = None) -> str:
    """One import."""
    return _with(f"{IMPORTS}/{import_id}", parameters or {})


def mapping_address(import_id: int, parameters: Mapping[str, object] | None = None) -> str:
    """A file before it is loaded."""
    return _with(f"{IMPORTS}/{import_id}/mapping", parameters or {})


def lines_address(page: str, import_id: int, parameters: Mapping[str, object] | None = None) -> str:
    """The panel of the sale lines that an import brought, over a page that has one."""
    return address(page, {**(parameters or {}), LINES: SaleScope(import_id=import_id)})


def original_address(import_id: int) -> str:
    """The original bytes of a file."""
    return f"/api/v1/imports/{import_id}/original"


def refusals_address(import_id: int) -> str:
    """The refused rows as a file."""
    return f"/api/v1/imports/{import_id}/refusals.csv?style=company"


def import_in(path: str) -> int:
    """The number in the path of an import's page; 0, which no import has, for anything else."""
    parts = path.split("/")
    word = parts[2] if len(parts) > 2 else ""
    return number_in(word) or 0


def _with(path: str, parameters: Mapping[str, object]) -> str:
    given = {name: str(value) for name, value in parameters.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path
