"""The pages of clients and of the ERP's salespeople."""

from crm.clients.page.client import client_page
from crm.clients.page.clients import clients_page
from crm.clients.page.sellers import sellers_page

__all__ = ["client_page", "clients_page", "sellers_page"]
