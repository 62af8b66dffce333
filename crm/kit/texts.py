"""The catalogue: every sentence a person reads, in each language, one file per room."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeAlias, cast, get_args
from unicodedata import combining, normalize

Locale: TypeAlias = Literal["es", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
"""The languages of the product, the first is the default."""


class MissingText(LookupError):
    """The catalogue has no such text, or the text names something that was not given: a bug."""


def text(locale: Locale, key: str, /, **params: object) -> str:
    """The text of `key` with its `{names}` filled in.

    Params that the text does not name are let be, so that each language may say what it needs.
    Raises MissingText for an unknown key or a name without a value.
    """
    try:
        wording = catalogue(locale)[key]
    except KeyError:
        msg = f"no text {key!r} in {locale!r}"
        raise MissingText(msg) from None
    if "{" not in wording:
        return wording
    try:
        return wording.format_map(params)
    except KeyError as missing:
        msg = f"text {key!r} in {locale!r} needs {missing}"
        raise MissingText(msg) from None


def plural(locale: Locale, key: str, count: int, /, **params: object) -> str:
    """The text `key.one` for one and `key.other` for any other count, with `{count}` filled in.

    Give `count` among the params too where it should read other than its plain digits.
    """
    form = "one" if count == 1 else "other"
    return text(locale, f"{key}.{form}", **{"count": count, **params})


@lru_cache
def catalogue(locale: Locale) -> Mapping[str, str]:
    """All texts of a language by their full key `room.key`. Read once; raises on other locales."""
    if locale not in LOCALES:
        msg = f"no catalogue in {locale!r}"
        raise MissingText(msg)
    texts: dict[str, str] = {}
    for room in (files("crm") / "locale" / locale).iterdir():
        if room.name.endswith(".toml"):
            content = tomllib.loads(room.read_text(encoding="utf-8"))
            texts.update(_flat(content, room.name.removesuffix(".toml")))
    return MappingProxyType(texts)


def locale_named(name: str) -> Locale:
    """The locale of this name; MissingText for a language that the product does not speak."""
    if name in LOCALES:
        return name
    msg = f"no catalogue in {name!r}"
    raise MissingText(msg)


def alphabetical(shown: str) -> str:
    """What a shown name is put in order by, without accents and capitals. Ávila -> avila."""
    plain = normalize("NFKD", shown)
    return "".join(one for one in plain if not combining(one)).casefold()


def _flat(content: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    """Pairs of full key and text: TOML reads `months.one` as a table, the catalogue does not."""
    for name, value in content.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            yield from _flat(cast("Mapping[str, object]", value), key)
        else:
            msg = f"{key} is not a text"
            raise TypeError(msg)
