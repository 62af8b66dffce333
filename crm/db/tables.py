"""All tables of the product, imported in one place for migrations and tests."""

from sqlmodel import SQLModel

import crm.accounts.models
import crm.clients.models
import crm.goals.models
import crm.intake.models
import crm.jobs.models
import crm.sales.models  # noqa: F401

metadata = SQLModel.metadata
