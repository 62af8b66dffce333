from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest

from crm.sample import SampleFiles, people, write_messages
from crm.sample.clients import cif, nif
from tests.sample.reading import table_of


@pytest.fixture(scope="session")
def messages(
    torrealba: SampleFiles, tmp_path_factory: pytest.TempPathFactory
) -> list[EmailMessage]:
    paths = write_messages(torrealba, tmp_path_factory.mktemp("mail"))
    return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def test_administrator_manager_and_eight_salespeople_sign_in() -> None:
    everyone = people()
    assert everyone[0][1:] == ("ana.torres@torrealba.example", "admin", None)
    assert everyone[1][1:] == ("elena.sanchis@torrealba.example", "supervisor", "900")
    assert [person.name for person in everyone[2:]] == [
        "Marta Ferrer",
        "Javier Ruiz",
        "Núria Soler",
        "Carlos Peris",
        "Lucía Doménech",
        "Andrés Molina",
        "Rosa Giner",
        "Iván Castelló",
    ]
    assert everyone[4].email == "nuria.soler@torrealba.example"
    assert everyone[4].seller_code == "003"


def test_five_hundred_salespeople_have_different_addresses() -> None:
    everyone = people(scale=100)
    assert len(everyone) == 502
    assert len({person.email for person in everyone}) == 502


def test_every_file_of_the_running_month_travels_in_a_message(
    torrealba: SampleFiles, messages: list[EmailMessage]
) -> None:
    parts = [part for message in messages for part in message.iter_attachments()]
    carried = {part.get_filename(): part.get_payload(decode=True) for part in parts}
    for path in torrealba.sales[4:]:
        assert carried[path.name] == path.read_bytes()


def test_messages_come_from_the_erp_in_order_and_each_once(messages: list[EmailMessage]) -> None:
    moments = [message["Date"].datetime for message in messages]
    assert moments == sorted(moments)
    assert all(moment.tzinfo is not None for moment in moments)
    assert len({message["Message-ID"] for message in messages}) == len(messages) == 20
    assert {parseaddr(message["From"])[1] for message in messages} == {"erp@torrealba.example"}


def test_mondays_bring_the_clients_known_by_then(
    torrealba: SampleFiles, messages: list[EmailMessage]
) -> None:
    weekly = [m for m in messages if m["Subject"].startswith("Fichero de clientes")]
    sizes = [len(next(m.iter_attachments()).get_content().splitlines()) - 1 for m in weekly]
    assert len(weekly) == 4
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] <= len(table_of(torrealba.clients))


def test_check_characters_of_tax_ids_are_right() -> None:
    assert nif(12_345_678) == "12345678Z"
    assert cif("A", 5_881_850) == "A58818501"


def test_no_two_clients_share_a_tax_id_and_none_was_given_to_anybody(
    torrealba: SampleFiles,
) -> None:
    tax_ids = [row["NIF"] for row in table_of(torrealba.clients)]
    assert len(set(tax_ids)) == 600
    assert all(tax_id[:2] == "99" or tax_id[1:3] == "00" for tax_id in tax_ids)


def test_clients_lie_near_their_town_in_the_four_provinces(torrealba: SampleFiles) -> None:
    prefix = {"Valencia": "46", "Castellón": "12", "Alicante": "03", "Murcia": "30"}
    for row in table_of(torrealba.clients):
        latitude, longitude = (float(row[k].replace(",", ".")) for k in ("Latitud", "Longitud"))
        assert row["C.P."].startswith(prefix[row["Provincia"]])
        assert 37.3 < latitude < 40.6
        assert -1.8 < longitude < 0.5
