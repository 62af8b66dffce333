"""What the mapping page needs of the database, each in one transaction."""

from decimal import Decimal

from sqlmodel import Session

from crm.accounts.company import company
from crm.intake.desk import desk
from crm.intake.receiving import original_parts
from crm.intake.screen_queries import one_import, stored_months, unknown_codes
from crm.intake.trial_parts import Totals, TriedFile
from crm.kit.periods import Month
from crm.kit.texts import Locale


def tried_file(tx: Session, import_id: int, language: Locale) -> TriedFile:
    """The file of an import, ready to be read on trial. Raises NotFound."""
    found = one_import(tx, import_id)
    settings = company(tx)
    return TriedFile(
        path=desk.copy_of(import_id, lambda: original_parts(tx, import_id)),
        name=found.file_name,
        today=settings.today(),
        formatter=settings.formatter(language),
        state=found.state,
        mapping=found.mapping,
        inspection=found.inspection,
    )


def compare(tx: Session, totals: Totals) -> tuple[dict[Month, Decimal], dict[str, int]]:
    """What is stored of the file's months, and how many of its codes are not stored."""
    stored = stored_months(tx, [one.month for one in totals.months])
    return stored, unknown_codes(tx, totals.codes)
