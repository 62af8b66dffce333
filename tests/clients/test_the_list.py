"""The list of clients on its page: the order in force and the ones to choose from."""

from crm.clients.state import clients as page
from crm.kit.listing import Sort


def _orders(address: dict[str, str]) -> dict[str, str]:
    asked = page.asked_of(address)
    return {one.label: one.value for one in page.orders_of(asked, "en")}


def test_who_buys_most_comes_first_until_somebody_sorts() -> None:
    assert page.asked_of({}).sort == Sort("amount", descending=True)


def test_an_order_can_be_chosen_where_there_are_no_column_heads() -> None:
    orders = _orders({"owner": "3"})
    assert orders["Who buys most"] == "/clients?owner=3"
    assert orders["By name, A–Z"] == "/clients?owner=3&sort=name"


def test_an_order_turned_round_is_among_the_choices() -> None:
    assert "/clients?sort=-name" in _orders({"sort": "-name"}).values()


def test_choosing_an_order_begins_at_the_first_page() -> None:
    assert "page" not in "".join(_orders({"page": "abc~def"}).values())
