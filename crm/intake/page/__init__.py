"""The screens of the intake; importing this registers them."""

from crm.intake.page.imports import imports_page
from crm.intake.page.mapping import mapping_page
from crm.intake.page.one import import_page

__all__ = ["import_page", "imports_page", "mapping_page"]
