"""Settings are read once, and what cannot be used is named."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from crm.settings import Settings, UnknownSetting, WrongSetting, read_settings, variables

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_an_installation_without_any_variable_has_settings() -> None:
    assert read_settings({"PATH": "/bin"}).port == 8000


def test_a_variable_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CRM_PORT=9001\nCRM_HOST=0.0.0.0\nOTHER=1\n")
    read = read_settings({"CRM_PORT": "9002"}, [tmp_path / ".env"])
    assert (read.port, read.host) == (9002, "0.0.0.0")  # noqa: S104 - compared, not bound


def test_an_unknown_variable_stops_the_start_and_is_named() -> None:
    with pytest.raises(UnknownSetting) as refused:
        read_settings({"CRM_PROT": "9000"})
    assert "CRM_PROT" in refused.value.text("es")
    assert "CRM_PORT" in refused.value.text("es")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRM_PORT", "eighty"),
        ("CRM_PORT", "70000"),
        ("CRM_LOG_LEVEL", "loud"),
        ("CRM_SECURE_COOKIES", "perhaps"),
        ("CRM_DATABASE_URL", "mysql://somewhere/crm"),
        ("CRM_TRUSTED_PROXIES", "10.0.0.1, proxy.example"),
        ("CRM_TRUSTED_PROXIES", "*"),
        ("CRM_TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_a_wrong_value_stops_the_start_and_its_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings({name: value})
    assert name in refused.value.text("en")
    assert value in refused.value.text("en")


def test_proxies_are_addresses_and_networks() -> None:
    read = read_settings({"CRM_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,::1"})
    assert read.trusted_proxies == tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8", "::1")))


def test_no_proxy_is_trusted_until_one_is_named() -> None:
    assert read_settings({}).trusted_proxies == ()
    assert read_settings({"CRM_TRUSTED_PROXIES": ""}).trusted_proxies == ()


def test_settings_cannot_be_changed_afterwards() -> None:
    assert Settings.model_config["frozen"]


def test_a_folder_is_absolute_whatever_was_typed() -> None:
    assert read_settings({"CRM_DATA_DIR": "~/crm"}).data_dir == Path.home() / "crm"


def test_the_document_tells_of_every_variable_in_the_words_of_the_class() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|\n").split(" | ")]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `CRM_")
    ]
    assert {row[0].strip("`"): row[-1] for row in rows} == variables()
