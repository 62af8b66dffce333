"""The dashboard's state: the choice in the address, and what it shows of it."""

from crm.analysis.state.screen import AnalysisState

__all__ = ["AnalysisState"]
