"""The states of the list of clients, of one client, and of the ERP's salespeople."""

from crm.clients.state.client import ClientState
from crm.clients.state.clients import ClientsState
from crm.clients.state.sellers import SellersState

__all__ = ["ClientState", "ClientsState", "SellersState"]
