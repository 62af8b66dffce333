"""A build of the screens belongs to its sources and to no address."""

import json
from pathlib import Path

import pytest

from crm.runtime.build import NPM_LOCK, build_key, find_build, without_addresses
from crm.settings import Settings


def test_the_same_sources_have_the_same_build() -> None:
    assert build_key(Settings()) == build_key(Settings(port=9999))


def test_a_setting_that_adds_a_page_has_a_build_of_its_own() -> None:
    assert build_key(Settings()) != build_key(Settings(dev=True))


def test_no_build_is_found_where_none_was_made(tmp_path: Path) -> None:
    assert find_build(Settings(cache_dir=tmp_path)) is None


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
