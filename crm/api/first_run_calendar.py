"""The second of the first steps: country, time zone, fiscal year, working days and days off."""

from datetime import date
from typing import Any, Final

from babel import Locale as Region
from babel.dates import get_month_names

from crm.accounts import holidays, zones
from crm.accounts.company import Company
from crm.api.first_run_draft import Draft
from crm.api.html import Html, el, field, grouped_select, icon, input_, joined, note, select
from crm.kit.formats import Formatter
from crm.kit.periods import Month, WorkingCalendar
from crm.kit.texts import Locale, alphabetical, text

FOLLOWS: Final = "follow"
SHOWN_MONTHS: Final = 4


def calendar(draft: Draft, language: Locale, today: date, errors: dict[str, str]) -> Html:
    """Its fields, with the next months as they will be counted. `errors`: texts by field."""
    ours = draft.company

    def said(key: str, **params: object) -> str:
        return text(language, f"accounts.first_run.{key}", **params)

    days = el("div", _days_off(draft, language, today), _add_day(draft, language, errors))
    return joined(
        _country(ours, language),
        _time(ours, language, today),
        _weekdays(ours.weekdays, language, errors.get("weekdays", "")),
        el("p", said("holidays"), class_="label", id="holidays"),
        el("div", days, _months(draft, language, today), class_="calendar-box"),
        _sum(draft, language, today),
        el(
            "button",
            said("update"),
            type="submit",
            name="go",
            value="update",
            id=FOLLOWS,
            class_="btn small",
        ),
    )


def _country(ours: Company, language: Locale) -> Html:
    whole = text(language, "accounts.first_run.whole_country")
    parts = [("", whole), *holidays.subdivisions(ours.country)]
    pick = {"data_follows": FOLLOWS}
    return el(
        "div",
        el("input", type="hidden", name="country_before", value=ours.country),
        field(
            "country",
            text(language, "accounts.first_run.country"),
            select("country", _countries(language), ours.country, **pick),
        ),
        field(
            "subdivision",
            text(language, "accounts.first_run.subdivision"),
            select("subdivision", parts, ours.subdivision, **pick),
        ),
        class_="form-row",
    )


def _time(ours: Company, language: Locale, today: date) -> Html:
    found = zones.zone_groups(ours.country, ours.time_zone, language, today)
    places = [(group.label, [(one.name, one.label) for one in group.zones]) for group in found]
    months = [(str(number), name) for number, name in _month_names(language).items()]
    return el(
        "div",
        field(
            "time_zone",
            text(language, "accounts.first_run.time_zone"),
            grouped_select("time_zone", places, ours.time_zone),
        ),
        field(
            "fiscal_start_month",
            text(language, "accounts.first_run.fiscal"),
            select("fiscal_start_month", months, str(ours.fiscal_start_month)),
        ),
        class_="form-row",
    )


def _weekdays(chosen: tuple[int, ...], language: Locale, error: str) -> Html:
    letters = text(language, "accounts.first_run.weekday_letters").split()
    names = text(language, "accounts.first_run.weekday_names").split()
    days = [
        el(
            "label",
            el(
                "input",
                type="checkbox",
                name="weekday",
                value=str(day),
                checked=day in chosen,
                aria_label=names[day],
                data_follows=FOLLOWS,
            ),
            letters[day],
            class_="day",
        )
        for day in range(7)
    ]
    legend = el("legend", text(language, "accounts.first_run.weekdays"), class_="label")
    said = el("p", icon("error"), error, class_="error", role="alert") if error else None
    return el("fieldset", legend, el("div", *days, class_="days"), said, class_="field")


def _days_off(draft: Draft, language: Locale, today: date) -> Html:
    writer = Formatter(draft.company.region, language)
    rows = [_day_off(one, writer, one.day not in draft.left_out) for one in draft.offered(today)]
    nothing = None if rows else el("li", text(language, "accounts.first_run.no_holidays"))
    return el("ul", *rows, nothing, class_="day-offs", aria_labelledby="holidays")


def _add_day(draft: Draft, language: Locale, errors: dict[str, str]) -> Html:
    """The row of a day that is not proposed; it stays below the list."""

    def said(key: str) -> str:
        return text(language, f"accounts.first_run.{key}")

    day, name = draft.half_day or ("", "")
    wrong = next((one for one in ("add_day", "add_name") if one in errors), "")

    def cell(called: str, written: str, **attributes: Any) -> Html:
        return input_(
            called,
            value=written or None,
            error=errors.get(called, ""),
            aria_label=said(called),
            autofocus=called == wrong,
            **attributes,
        )

    button = el(
        "button",
        said("add"),
        type="submit",
        name="go",
        value="add",
        class_="btn",
        data_stays="add_day",
    )
    return el(
        "div",
        cell("add_day", day, kind="date"),
        cell("add_name", name, placeholder=said("add_name"), maxlength="100"),
        button,
        note(wrong, error=errors[wrong]) if wrong else note("add", help=said("add_help")),
        class_="add-day",
    )


def _day_off(one: holidays.Holiday, writer: Formatter, is_kept: bool) -> Html:  # noqa: FBT001
    written = one.day.isoformat()
    box = el(
        "input",
        type="checkbox",
        name="holiday",
        value=written,
        checked=is_kept,
        data_follows=FOLLOWS,
    )
    label = el("label", box, el("time", writer.date(one.day), datetime=written), el("b", one.name))
    return el("li", el("input", type="hidden", name="shown", value=written), label)


def _months(draft: Draft, language: Locale, today: date) -> Html:
    calendar = draft.calendar(today)
    first = Month.of(today)
    shown = [_month(first.plus(n), calendar, language) for n in range(SHOWN_MONTHS)]
    return el("div", *shown, class_="months", aria_hidden="true")


def _month(month: Month, calendar: WorkingCalendar, language: Locale) -> Html:
    count = text(language, "accounts.first_run.month_days", count=len(calendar.days(month)))
    letters = text(language, "accounts.first_run.weekday_letters").split()
    blanks = [el("i") for _ in range(month.first.weekday())]
    days = [el("span", str(day.day), class_=_kind(day, calendar)) for day in month.period]
    head = el(
        "div",
        el("b", Formatter(language=language).month(month)),
        el("span", count),
        class_="month-head",
    )
    return el(
        "div",
        head,
        el("div", *[el("u", one) for one in letters], *blanks, *days, class_="month-days"),
    )


def _kind(day: date, calendar: WorkingCalendar) -> str | None:
    if day in calendar.holidays and day.weekday() in calendar.weekdays:
        return "holiday"
    return None if calendar.is_working(day) else "free"


def _sum(draft: Draft, language: Locale, today: date) -> Html:
    calendar, first = draft.calendar(today), Month.of(today)
    names = _month_names(language)
    said = text(
        language,
        "accounts.first_run.month_sum",
        first=names[first.number],
        first_days=len(calendar.days(first)),
        second=names[first.next.number].lower() if language == "es" else names[first.next.number],
        second_days=len(calendar.days(first.next)),
    )
    return el("p", said, class_="help", role="status")


def _countries(language: Locale) -> list[tuple[str, str]]:
    names = Region.parse(language).territories
    found = [(code, names.get(code, code)) for code in holidays.countries()]
    return sorted(found, key=lambda one: alphabetical(one[1]))


def _month_names(language: Locale) -> dict[int, str]:
    names = get_month_names("wide", "stand-alone", language)
    return {number: names[number].capitalize() for number in range(1, 13)}
