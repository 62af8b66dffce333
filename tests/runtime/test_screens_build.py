"""A build of the screens belongs to its sources and to no address."""

import json
import os
from pathlib import Path

import pytest

from crm.runtime import build
from crm.runtime.build import (
    KEPT_BUILDS,
    NPM_LOCK,
    build_key,
    ensure_build,
    find_build,
    kept_while_served,
    without_addresses,
)
from crm.settings import Settings


def test_the_same_sources_have_the_same_build() -> None:
    assert build_key(Settings()) == build_key(Settings(port=9999))


def test_a_setting_that_adds_a_page_has_a_build_of_its_own() -> None:
    assert build_key(Settings()) != build_key(Settings(dev=True))


def test_no_build_is_found_where_none_was_made(tmp_path: Path) -> None:
    assert find_build(Settings(cache_dir=tmp_path)) is None


def test_the_oldest_builds_are_forgotten_but_not_one_that_is_served(tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    names = [f"{day}" for day in range(KEPT_BUILDS + 2)]
    for day, name in enumerate([*names, build_key(settings)], 1):
        (tmp_path / "screens" / name).mkdir(parents=True)
        os.utime(tmp_path / "screens" / name, (day, day))

    with kept_while_served(tmp_path / "screens" / "0"):
        ensure_build(settings)

    left = sorted(path.name for path in (tmp_path / "screens").iterdir())
    assert left == sorted(["0", *names[-KEPT_BUILDS + 1 :], build_key(settings)])


@pytest.mark.parametrize("quote", ["`", "'", '"'])
def test_addresses_become_the_browsers_own(quote: str) -> None:
    script = f"e={{PING:{quote}http://localhost:8000/ping{quote},EVENT:{quote}ws://localhost:8000/_event{quote}}}"
    patched = without_addresses(script)
    assert "localhost" not in patched
    assert f"(location.origin+{quote}/ping{quote})" in patched
    assert f"(location.origin.replace(/^http/,'ws')+{quote}/_event{quote})" in patched


def test_the_kept_lock_of_npm_packages_names_no_registry() -> None:
    packages = json.loads((NPM_LOCK / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_no_asset_of_another_version_is_left_where_reflex_works(tmp_path: Path) -> None:
    stale = tmp_path / "work" / ".web" / "public" / "ui" / "plot.js"
    stale.parent.mkdir(parents=True)
    stale.touch()
    build._work_folder(Settings(data_dir=tmp_path, cache_dir=tmp_path))  # noqa: SLF001
    assert not stale.exists()
