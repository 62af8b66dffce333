"""The commands answer at once, and say in a sentence what a person can mend."""

import os
import subprocess
import sys
from pathlib import Path

from crm.db.server import Server
from tests.databases import database_from_template

HEAVY = ("reflex", "sqlalchemy", "pandas", "fastapi", "alembic")


def crm(*arguments: str, data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "CRM_"}
    return subprocess.run(
        [sys.executable, "-m", "crm", *arguments],
        env=environment | {"CRM_DATA_DIR": str(data_dir), "LANG": "es_ES.UTF-8"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_loads_nothing_heavy() -> None:
    asked = "import sys, crm.cli.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_help_speaks_the_terminals_language(data_dir: Path) -> None:
    assert "Abre una empresa de ejemplo" in crm("--help", data_dir=data_dir).stdout
    assert "Open a sample company" in crm("--help", data_dir=data_dir, CRM_LOCALE="en").stdout


def test_an_unknown_setting_ends_the_command_with_a_sentence(data_dir: Path) -> None:
    ended = crm("doctor", data_dir=data_dir, CRM_PROT="1")
    assert ended.returncode == 1
    assert ended.stderr.startswith("No existe ningún ajuste CRM_PROT.")


def test_doctor_makes_the_data_folder_and_finds_every_part_well(data_dir: Path) -> None:
    ended = crm("doctor", data_dir=data_dir)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("✓") == 6


def test_psql_gets_its_arguments_and_ends_as_it_ends(cluster: Server, data_dir: Path) -> None:
    with database_from_template(cluster) as name:
        url = cluster.libpq_url(name)
        asked = crm(
            "db", "psql", "--", "-tAc", "SELECT 'a b'", data_dir=data_dir, CRM_DATABASE_URL=url
        )
        failed = crm("db", "psql", "--", "-c", "SELECT no", data_dir=data_dir, CRM_DATABASE_URL=url)
    assert asked.stdout == "a b\n"
    assert failed.returncode == 1
