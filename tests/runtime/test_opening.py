"""A company opens from any data folder: new, known, or on a database elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from crm import secrets
from crm.db import as_system
from crm.db.migrate import CannotCreateRoles
from crm.db.server import Server
from crm.runtime.opening import opened
from crm.settings import Settings


@pytest.fixture
def managed(cluster: Server) -> Iterator[Server]:
    """A database whose owner is no superuser, as a hosting company gives it."""
    cluster.drop_database("managed")
    with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS landlord")
        owner.execute("CREATE ROLE landlord LOGIN NOCREATEROLE")
        owner.execute("CREATE DATABASE managed OWNER landlord")
        yield cluster
    cluster.drop_database("managed")


def whoami() -> object:
    with as_system("test: who is connected") as tx:
        return tx.execute(text("SELECT session_user")).scalar()


def test_a_new_data_folder_becomes_a_company_with_keys_of_its_own(data_dir: Path) -> None:
    with opened(Settings(data_dir=data_dir)) as company:
        assert whoami() == "crm_app"
        assert secrets.current() == company.secrets
        first = company.secrets
    with opened(Settings(data_dir=data_dir)) as again:
        assert again.secrets == first


def test_a_fresh_opening_throws_away_what_was_there(data_dir: Path) -> None:
    add = text("INSERT INTO app_user (email, name, role) VALUES ('a@x.es', 'Ana', 'admin')")
    with opened(Settings(data_dir=data_dir)), as_system("test") as tx:
        tx.execute(add)
    with opened(Settings(data_dir=data_dir), fresh=True), as_system("test") as tx:
        assert tx.execute(text("SELECT count(*) FROM app_user")).scalar() == 0


def test_a_database_elsewhere_gets_the_programs_role_and_password(
    managed: Server, data_dir: Path
) -> None:
    url = managed.libpq_url("managed")
    with opened(Settings(data_dir=data_dir, database_url=url)) as company:
        assert company.server is None
        assert company.secrets.app_password in company.app_url
        assert whoami() == "crm_app"


def test_an_owner_who_may_not_create_roles_is_told_what_to_do(
    managed: Server, data_dir: Path
) -> None:
    url = managed.libpq_url("managed", user="landlord")
    settings = Settings(data_dir=data_dir, database_url=url)
    with pytest.raises(CannotCreateRoles) as refused, opened(settings):
        pass
    assert "CRM_DATABASE_APP_URL" in refused.value.text("es")
