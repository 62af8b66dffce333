"""The second of the first steps: time zone, fiscal year, working days and days off."""

from datetime import date
from typing import Final
from zoneinfo import available_timezones

from babel import Locale as Region
from babel.dates import get_month_names

from crm.accounts import holidays
from crm.accounts.company import Company
from crm.api.first_run_draft import Draft
from crm.api.html import Html, el, field, icon, input_, joined, select
from crm.kit.formats import Formatter
from crm.kit.periods import Month, WorkingCalendar
from crm.kit.texts import Locale, text

FOLLOWS: Final = "follow"
SHOWN_MONTHS: Final = 3


def calendar(draft: Draft, language: Locale, today: date, errors: dict[str, str]) -> Html:
    """Its fields, with three months as they will be counted. `errors`: texts by field."""
    ours = draft.company

    def said(key: str, **params: object) -> str:
        return text(language, f"accounts.first_run.{key}", **params)

    zones = [(one, one.replace("_", " ")) for one in sorted(available_timezones()) if "/" in one]
    months = [(str(number), name) for number, name in _month_names(language).items()]
    return joined(
        el(
            "div",
            field("time_zone", said("time_zone"), select("time_zone", zones, ours.time_zone)),
            field(
                "fiscal_start_month",
                said("fiscal"),
                select("fiscal_start_month", months, str(ours.fiscal_start_month)),
            ),
            class_="form-row",
        ),
        _weekdays(ours.weekdays, language, errors.get("weekdays", "")),
        _country(ours, language),
        el(
            "div",
            _days_off(draft, language, today),
            _months(draft, language, today),
            class_="calendar-box",
        ),
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
    def said(key: str) -> str:
        return text(language, f"accounts.first_run.{key}")

    writer = Formatter(draft.company.region, language)
    rows = [_day_off(one, writer, one.day not in draft.left_out) for one in draft.offered(today)]
    nothing = None if rows else el("li", said("no_holidays"))
    add = el(
        "li",
        input_("add_day", kind="date", aria_label=said("add_day")),
        input_(
            "add_name", placeholder=said("add_name"), aria_label=said("add_name"), maxlength="100"
        ),
        el(
            "button",
            said("add"),
            type="submit",
            name="go",
            value="update",
            class_="btn small",
            data_stays="add_day",
        ),
    )
    label = said("holidays")
    return el("ul", *rows, nothing, add, class_="day-offs", aria_label=label, tabindex="0")


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
    return sorted(found, key=lambda one: one[1].casefold())


def _month_names(language: Locale) -> dict[int, str]:
    names = get_month_names("wide", "stand-alone", language)
    return {number: names[number].capitalize() for number in range(1, 13)}
