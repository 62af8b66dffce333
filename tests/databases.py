"""Databases of a test's own, made from the run's migrated template."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

import crm.db
from crm.db.server import Server

TEMPLATE = "template_crm"


@contextmanager
def database_from_template(server: Server) -> Iterator[str]:
    """A migrated, empty database; its name. Dropped at the end, whoever is connected."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")  # type: ignore[arg-type]
    try:
        yield name
    finally:
        server.drop_database(name)


@contextmanager
def connected_database(server: Server) -> Iterator[str]:
    """The same, with `crm.db` connected to it as the application's role."""
    with database_from_template(server) as name:
        crm.db.connect(server.url(name, user="crm_app"))
        try:
            yield name
        finally:
            crm.db.close()
