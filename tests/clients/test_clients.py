"""Clients: found, sorted and paged on the server; their data edited by who owns them."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from crm.clients.queries import (
    SORT_FIELDS,
    ClientFilter,
    ClientMissing,
    client_page,
    clients,
    clients_total,
    family_tree,
)
from crm.clients.seller_queries import sellers
from crm.clients.service import (
    BadContact,
    BadOwner,
    StaffOnly,
    assign_owner,
    create_user_for_seller,
    edit_contact,
    link_seller_to_user,
)
from crm.clients.state.shown import show_client
from crm.db import as_actor, as_import
from crm.kit.errors import NotAllowed
from crm.kit.formats import Formatter
from crm.kit.listing import BadList, Sort
from crm.kit.periods import Month, Period, months_between
from crm.sales.facts import check_months, rebuild_months
from crm.sales.holding import hold_company
from crm.sales.queries import lines_total
from crm.sales.scope import SaleScope
from crm.sales.state import LINES
from tests.builders import (
    People,
    a_client,
    a_code_of,
    a_family,
    a_product,
    a_sale,
    a_seller,
    sample_people,
)
from tests.loaded import rebuild_facts

TODAY = date(2026, 4, 1)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        for month in months_between(Month(2024, 3), Month(2025, 2)):
            a_sale(tx, client=people.dario_client, amount="1", day=month.first)
        a_sale(tx, client=people.carla_client, amount="100", day=date(2026, 3, 10))
        a_sale(tx, client=people.carla_client, amount="40", day=date(2025, 3, 10))
        a_sale(tx, client=people.dario_client, amount="300", day=date(2026, 2, 10))
        a_client(tx, name="Zumos Ñandú")
        rebuild_facts(tx)
    return people


def _names(people: People, chosen: ClientFilter, sort: str = "name") -> list[str]:
    with as_actor(people.bruno) as tx:
        return [one.name for one in clients(tx, chosen, Sort.parse(sort, ("name", "amount"))).rows]


def test_clients_are_sorted_as_people_read_names(people: People) -> None:
    found = _names(people, ClientFilter())
    assert found == ["Almazara Carla", "Bodega Dario", "Zumos Ñandú"]


def test_the_best_client_of_the_last_year_comes_first(people: People) -> None:
    found = _names(people, ClientFilter(), "-amount")
    assert found == ["Bodega Dario", "Almazara Carla", "Zumos Ñandú"]


def test_a_search_finds_words_in_any_order_without_accents(people: People) -> None:
    assert _names(people, ClientFilter(search="nandu ZUMOS")) == ["Zumos Ñandú"]


@pytest.mark.parametrize("search", ["%", "_", "\\"])
def test_a_search_takes_wildcards_as_they_are(people: People, search: str) -> None:
    assert _names(people, ClientFilter(search=search)) == []


def test_pages_together_hold_every_client_once(people: People) -> None:
    found: list[str] = []
    cursor = None
    with as_actor(people.bruno) as tx:
        for _ in range(3):
            page = clients(tx, ClientFilter(), Sort("last", descending=True), cursor, limit=1)
            found += [one.name for one in page.rows]
            cursor = page.next_cursor
    assert found == ["Almazara Carla", "Bodega Dario", "Zumos Ñandú"]
    assert cursor is None


def _paged(people: People, sort: str) -> list[str]:
    """The names in this order, read a client at a time."""
    found: list[str] = []
    cursor = None
    with as_actor(people.bruno) as tx:
        while not found or cursor:
            page = clients(tx, ClientFilter(), Sort.parse(sort, SORT_FIELDS), cursor, limit=1)
            found += [one.name for one in page.rows]
            cursor = page.next_cursor
    return found


@pytest.fixture
def changed(people: People) -> People:
    """Three who fell alike, two of them as much, one who grew, and some not to be compared."""
    with as_import(0) as tx:
        for name, before, amount in (
            ("Cafetería Uno", "12", "6"),
            ("Droguería Dos", "12", "6"),
            ("Estanco", "12", "24"),
            ("Gran Hotel", "1200", "600"),
        ):
            client = a_client(tx, name=name)
            a_sale(tx, client=client, amount=before, day=date(2024, 6, 3))
            a_sale(tx, client=client, amount=amount, day=date(2026, 2, 10))
        never = a_client(tx, name="Ferretería")
        a_sale(tx, client=never, amount="5", day=date(2026, 2, 10))
        rebuild_facts(tx)
    return people


@pytest.mark.parametrize(
    ("sort", "compared"),
    [
        ("change", ["Gran Hotel", "Cafetería Uno", "Droguería Dos", "Estanco", "Bodega Dario"]),
        ("-change", ["Bodega Dario", "Estanco", "Droguería Dos", "Cafetería Uno", "Gran Hotel"]),
    ],
)
def test_who_cannot_be_compared_comes_last_either_way(
    changed: People, sort: str, compared: list[str]
) -> None:
    found = _paged(changed, sort)
    assert found[:5] == compared
    assert sorted(found[5:]) == ["Almazara Carla", "Ferretería", "Zumos Ñandú"]


@pytest.mark.parametrize("field", SORT_FIELDS)
def test_the_pages_of_every_order_are_the_whole_list_in_it(changed: People, field: str) -> None:
    with as_actor(changed.bruno) as tx:
        for sort in (Sort(field), Sort(field, descending=True)):
            whole = [one.name for one in clients(tx, ClientFilter(), sort).rows]
            assert _paged(changed, str(sort)) == whole
            assert len(set(whole)) == 8


def test_who_never_bought_comes_last_either_way(people: People) -> None:
    assert _paged(people, "last")[-1] == _paged(people, "-last")[-1] == "Zumos Ñandú"


def test_the_total_of_the_filter_compares_with_the_year_before(people: People) -> None:
    with as_actor(people.bruno) as tx:
        total = clients_total(tx, ClientFilter())
    assert (total.clients, total.amount, total.before) == (3, Decimal(340), Decimal(12))


def test_nothing_is_compared_with_a_year_of_which_a_month_never_came(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(text("DELETE FROM sale_line WHERE date = '2024-08-01'"))
        rebuild_months(tx, [date(2024, 8, 1)])
    with as_actor(people.bruno) as tx:
        assert clients_total(tx, ClientFilter()).before is None
        assert {one.before for one in clients(tx, ClientFilter()).rows} == {None}


def test_a_client_who_bought_nothing_is_not_among_the_buyers(people: People) -> None:
    with as_actor(people.bruno) as tx:
        assert clients_total(tx, ClientFilter()).buyers == 2


def test_clients_of_nobody_are_reached_by_owner_zero(people: People) -> None:
    assert _names(people, ClientFilter(owner_id=0)) == ["Zumos Ñandú"]


def test_any_code_of_an_owner_finds_all_their_clients(people: People) -> None:
    with as_import(0) as tx:
        second = a_code_of(tx, people.carla)
        a_client(tx, owner=second, name="Bar Segundo")
    found = _names(people, ClientFilter(owner_id=second.id))
    assert found == ["Almazara Carla", "Bar Segundo"]


def test_a_salesperson_finds_own_clients_alone(people: People) -> None:
    with as_actor(people.carla) as tx:
        page = clients(tx, ClientFilter())
    assert [one.name for one in page.rows] == ["Almazara Carla"]
    assert page.total == 1


def test_a_field_that_does_not_exist_cannot_be_sorted_by() -> None:
    with pytest.raises(BadList):
        Sort.parse("password", ("name",))


def test_a_client_opens_to_its_months_owners_and_lines(people: People) -> None:
    with as_actor(people.carla) as tx:
        page = client_page(tx, people.carla_client.id)
    march = page.months[-1]
    assert page.twelve == Period.of_months(Month(2025, 3), Month(2026, 2))
    assert (march.month, march.amount, march.last_year) == (Month(2026, 3), 100, 40)
    assert [one.name for one in page.owners] == ["Carla"]
    assert page.last_lines.total == 2


def test_anothers_client_does_not_exist(people: People) -> None:
    with as_actor(people.dario) as tx, pytest.raises(ClientMissing):
        client_page(tx, people.carla_client.id)


def test_a_salesperson_edits_the_contact_of_an_own_client(people: People) -> None:
    with as_actor(people.carla) as tx:
        edit_contact(tx, people.carla, people.carla_client.id, {"phone": " 600 100 200 "})
    with as_actor(people.carla) as tx:
        assert client_page(tx, people.carla_client.id).data.phone == "600 100 200"


def test_a_salesperson_cannot_edit_anothers_client(people: People) -> None:
    with as_actor(people.dario) as tx, pytest.raises(ClientMissing):
        edit_contact(tx, people.dario, people.carla_client.id, {"phone": "1"})


def test_only_contact_data_is_edited(people: People) -> None:
    with as_actor(people.carla) as tx, pytest.raises(BadContact):
        edit_contact(tx, people.carla, people.carla_client.id, {"code": "X"})


def test_each_wrong_field_is_named_and_nothing_is_kept(people: People) -> None:
    wrong = {"email": "no-es-correo", "phone": "abc", "city": "Gandía"}
    with as_actor(people.carla) as tx:
        with pytest.raises(BadContact) as refused:
            edit_contact(tx, people.carla, people.carla_client.id, wrong)
        assert set(refused.value.fault_by_field) == {"email", "phone"}
        assert client_page(tx, people.carla_client.id).data.city == ""


def test_what_the_erp_sent_is_no_fault_of_who_changes_another_field(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(text("UPDATE client SET email = 'preguntar a Ana'"))
    with as_actor(people.carla) as tx:
        sent = {"email": "preguntar a Ana", "city": "Gandía"}
        edit_contact(tx, people.carla, people.carla_client.id, sent)
        assert client_page(tx, people.carla_client.id).data.city == "Gandía"


def test_a_new_owner_is_credited_from_the_day_on_and_not_before(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(text("UPDATE sale_line SET seller_id = NULL"))
    assign_owner(
        people.bruno,
        people.carla_client.id,
        people.dario_seller.id,
        date(2026, 1, 1),
        today=TODAY,
    )
    with as_import(0) as tx:
        credited = tx.execute(
            text("SELECT date, credited_id FROM sale_line WHERE client_id = :id ORDER BY date"),
            {"id": people.carla_client.id},
        ).all()
        check_months(tx, [date(2025, 3, 1), date(2026, 3, 1)])
    assert [row[1] for row in credited] == [people.carla_seller.id, people.dario_seller.id]


def test_with_the_client_goes_the_right_to_see_it(people: People) -> None:
    assign_owner(people.bruno, people.carla_client.id, people.dario_seller.id, TODAY, today=TODAY)
    with as_actor(people.dario) as tx:
        assert client_page(tx, people.carla_client.id).last_lines.total == 2
    with as_actor(people.carla) as tx, pytest.raises(ClientMissing):
        client_page(tx, people.carla_client.id)


def test_ownerships_of_a_client_never_overlap(people: People) -> None:
    for since in (date(2026, 3, 1), date(2026, 1, 1), date(2026, 2, 1)):
        assign_owner(
            people.bruno, people.carla_client.id, people.dario_seller.id, since, today=TODAY
        )
    with as_actor(people.bruno) as tx:
        found = client_page(tx, people.carla_client.id).owners
    assert [(one.since, one.until) for one in found][:2] == [
        (date(2026, 2, 1), None),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ]


def test_an_ownership_does_not_begin_in_the_future(people: People) -> None:
    with pytest.raises(BadOwner):
        assign_owner(
            people.bruno,
            people.carla_client.id,
            people.dario_seller.id,
            date(2026, 4, 2),
            today=TODAY,
        )


def test_a_salesperson_gives_no_client_away(people: People) -> None:
    with pytest.raises(StaffOnly):
        assign_owner(
            people.carla, people.carla_client.id, people.dario_seller.id, TODAY, today=TODAY
        )


def test_a_code_with_sales_and_without_user_heads_the_list(people: People) -> None:
    with as_import(0) as tx:
        lone = a_seller(tx, name="Eva")
        a_sale(tx, client=people.carla_client, credited=lone, amount="5", day=date(2026, 3, 12))
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        first = sellers(tx)[0]
    assert (first.name, first.amount, first.user_id) == ("Eva", 5, None)
    assert first.first_date == first.last_date == date(2026, 3, 12)


def test_one_link_shows_a_salesperson_what_was_sold_under_the_code(people: People) -> None:
    with as_import(0) as tx:
        lone = a_seller(tx, name="Eva")
        a_sale(tx, client=people.dario_client, credited=lone, amount="5")
    with as_actor(people.bruno) as tx:
        link_seller_to_user(tx, people.bruno, lone.id, people.carla.user_id)
    with as_actor(people.carla) as tx:
        assert {one.name for one in sellers(tx)} == {"Carla", "Eva"}


def test_a_user_made_for_a_code_is_linked_to_it(people: People) -> None:
    with as_import(0) as tx:
        lone = a_seller(tx, name="Eva")
    password = create_user_for_seller(people.bruno, lone.id, name="Eva", email="eva@example.org")
    with as_actor(people.bruno) as tx:
        row = next(one for one in sellers(tx) if one.id == lone.id)
    assert row.user_name == "Eva"
    assert len(password) >= 12


def test_a_salesperson_links_nobody(people: People) -> None:
    with as_actor(people.carla) as tx, pytest.raises(NotAllowed):
        link_seller_to_user(tx, people.carla, people.dario_seller.id, people.carla.user_id)


def test_families_are_read_each_after_its_parent(people: People) -> None:
    with as_import(0) as tx:
        drinks = a_family(tx, name="Bebidas")
        a_family(tx, name="Aceites")
        wine = a_family(tx, name="Vinos", parent=drinks)
        a_product(tx, family=wine)
    with as_actor(people.carla) as tx:
        found = [(one.name, one.depth, one.products) for one in family_tree(tx)]
    assert found == [("Aceites", 0, 0), ("Bebidas", 0, 0), ("Vinos", 1, 1)]


def test_a_new_owner_is_credited_with_lines_of_an_import_that_is_still_running(
    people: People,
) -> None:
    client, dario = people.carla_client, people.dario_seller
    with ThreadPoolExecutor(1) as pool:
        with as_import(0) as tx:
            hold_company(tx)
            line = a_sale(tx, client=client, day=date(2026, 3, 20))
            handing = pool.submit(
                assign_owner, people.bruno, client.id, dario.id, date(2026, 3, 1), today=TODAY
            )
            # A second is ample for an assignment that does not wait for the import.
            wait([handing], timeout=1)
            rebuild_facts(tx)
        handing.result()
    with as_import(0) as tx:
        credited = tx.execute(
            text("SELECT credited_id FROM sale_line WHERE doc_no = :doc_no"),
            {"doc_no": line.doc_no},
        ).scalar_one()
        check_months(tx, [date(2026, 3, 1)])
    assert credited == dario.id


def test_the_twelve_months_of_a_client_open_to_the_lines_they_were_added_up_from(
    people: People,
) -> None:
    form = Formatter(language="es")
    with as_actor(people.dario) as tx:
        page = client_page(tx, people.dario_client.id)
        shown = show_client(page, form)
        behind = parse_qs(urlsplit(shown.amount_href).query)[LINES][0]
        total = lines_total(tx, SaleScope.parse(behind))
    assert total.lines == 1
    assert shown.amount == form.money_in_list(total.amount)
