"""Everything an installation may choose, read once at start from `CRM_` variables and `.env`."""

import difflib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from crm.kit.errors import UserError

PREFIX = "CRM_"
Network = IPv4Network | IPv6Network


class UnknownSetting(UserError):
    """A `CRM_` variable that means nothing: most often a slip of the pen."""


class WrongSetting(UserError):
    """A `CRM_` variable whose value cannot be used."""


def default_data_dir() -> Path:
    """The platform's place for program data; for root a place that PostgreSQL's user can reach."""
    if _is_root():
        return Path("/var/lib/crm")
    return Path(platformdirs.user_data_dir("crm", appauthor=False))


def default_cache_dir() -> Path:
    """The platform's place for what can be made again: builds of the screens."""
    if _is_root():
        return Path("/var/cache/crm")
    return Path(platformdirs.user_cache_dir("crm", appauthor=False))


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


class Settings(BaseSettings):
    """What an installation may choose. docs/settings.md is the table of it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Folder that holds the database, the secrets and the received files.",
    )
    cache_dir: Path = Field(
        default_factory=default_cache_dir,
        description="Folder for what can be made again: the built screens.",
    )
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL to use instead of the embedded one. Its user applies migrations.",
    )
    database_app_url: str | None = Field(
        default=None,
        description="How the program signs in to `CRM_DATABASE_URL` where a database "
        "administrator made the role `crm_app`; otherwise it sets a password for that role.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on; `0.0.0.0` for every network of the machine.",
    )
    port: int = Field(
        default=8000, ge=1, le=65535, description="Port; the next free one when it is taken."
    )
    secure_cookies: bool = Field(
        default=False,
        description="Send the session cookie over HTTPS only. Switch on behind a TLS proxy.",
    )
    trusted_proxies: tuple[Network, ...] = Field(
        default=(),
        description="Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks, "
        "with commas between.",
    )
    close_months_after_days: int = Field(
        default=10,
        ge=0,
        le=365,
        description="Days after which a complete month is closed by itself; 0 for never.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="How much the server writes to its log."
    )
    locale: Literal["auto", "es", "en"] = Field(
        default="auto", description="Language of the command line; `auto` asks the terminal."
    )
    dev: bool = Field(
        default=False, description="Adds the page `/gallery` with every component's states."
    )

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _are_networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(ip_network(one.strip()) for one in value.split(",") if one.strip())

    @field_validator("database_url", "database_app_url")
    @classmethod
    def _is_postgresql(cls, value: str | None) -> str | None:
        # No more than its beginning: libpq knows forms that no general check of addresses does.
        if value and not re.match(r"postgres(ql)?(\+\w+)?://", value):
            message = "not the address of a PostgreSQL database"
            raise ValueError(message)
        return value or None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given: `read_settings` reads variables, to refuse unknown ones."""
        return (init_settings,)


@lru_cache
def settings() -> Settings:
    """The settings of this process. Raises UnknownSetting or WrongSetting, naming the variable."""
    return read_settings(os.environ, env_files())


def env_files() -> tuple[Path, ...]:
    """The `.env` of the project and of the folder the command was given in; the latter wins."""
    return (Path(__file__).parents[1] / ".env", Path.cwd() / ".env")


def read_settings(environment: Mapping[str, str], files: Iterable[Path] = ()) -> Settings:
    """Settings from variables and `.env` files; a variable beats a file."""
    given: dict[str, str] = {}
    for file in files:
        given |= {name: value for name, value in dotenv_values(file).items() if value is not None}
    given |= environment
    ours = {name.upper(): value for name, value in given.items() if name.upper().startswith(PREFIX)}
    _refuse_unknown(ours)
    try:
        return Settings.model_validate(
            {name.removeprefix(PREFIX).lower(): value for name, value in ours.items()}
        )
    except ValidationError as wrong:
        raise _wrong_setting(wrong) from None


def variables() -> dict[str, str]:
    """Every variable that means something, with its description."""
    return {
        PREFIX + name.upper(): field.description or ""
        for name, field in Settings.model_fields.items()
    }


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = variables()
    for name in sorted(given):
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1) or [f"{PREFIX}PORT"]
            raise UnknownSetting("runtime.unknown_setting", name=name, nearest=close[0])


def _wrong_setting(wrong: ValidationError) -> WrongSetting:
    first = wrong.errors(include_url=False)[0]
    name = PREFIX + str(first["loc"][0]).upper()
    return WrongSetting(
        "runtime.wrong_setting", name=name, value=first["input"], expected=variables()[name]
    )
