"""From blocks of text cells to typed rows, refusals and rows left out."""

from crm.intake.rules import Kind
from crm.intake.validation.masters import MasterValidator
from crm.intake.validation.plan import Plan
from crm.intake.validation.sales import SalesValidator

__all__ = ["MasterValidator", "Plan", "SalesValidator", "validator_of"]


def validator_of(plan: Plan) -> SalesValidator | MasterValidator:
    """A fresh validator for a file of the plan's kind."""
    return SalesValidator(plan) if plan.kind is Kind.SALES else MasterValidator(plan)
