"""From blocks of text cells to typed rows, refusals and rows left out."""

from crm.intake.validation.masters import MasterValidator
from crm.intake.validation.plan import Plan
from crm.intake.validation.sales import SalesValidator

__all__ = ["MasterValidator", "Plan", "SalesValidator"]
