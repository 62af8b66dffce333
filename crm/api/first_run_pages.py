"""The pages of the first steps, drawn from a draft."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from babel import Locale as Region
from babel.numbers import get_currency_name

from crm.accounts import holidays, rules
from crm.accounts.company import Company
from crm.api.first_run_calendar import calendar
from crm.api.first_run_draft import CURRENCIES, REGIONS, Draft
from crm.api.html import Html, document, el, field, icon, input_, joined, password, select
from crm.api.sign_in import brand
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, text

ADDRESS: Final = "/first-run"
FORM: Final = "first-run"
STEPS: Final = ("company", "calendar", "admin", "data")
LANGUAGES: Final = [("es", "Español"), ("en", "English")]
EXAMPLE: Final = Decimal("1234.5")


def step_page(
    step: int, draft: Draft, language: Locale, today: date, errors: dict[str, str]
) -> str:
    """The page of step 1 to 3. `errors`: texts by the field they belong to."""
    parts = {
        1: lambda: _company(draft, language, errors),
        2: lambda: calendar(draft, language, today, errors),
        3: lambda: _admin(draft, language, errors),
    }
    # What is missing is said by us, in the language of the page, and not by the browser in its own.
    form = el(
        "form",
        el("input", type="hidden", name="step", value=str(step)),
        *_carried(step, draft, today),
        parts[step](),
        _actions(step, language),
        method="post",
        action=ADDRESS,
        class_="form",
        id=FORM,
        novalidate=True,
        data_keeps=True,
    )
    # Enter means the first button of a form, and the languages stand before its fields.
    enter = el(
        "button",
        type="submit",
        name="go",
        value=_forward(step),
        form=FORM,
        class_="off-screen",
        tabindex="-1",
        aria_hidden="true",
    )
    choice = joined(enter, language_buttons(language))
    return framed(step, language, form, choice, summaries(draft.company, language))


def framed(
    step: int, language: Locale, content: Html, language_choice: Html, done: dict[int, str]
) -> str:
    """The page of a step. `done`: what was answered, by step, shown for those that lie behind."""

    def said(key: str, **params: object) -> str:
        return text(language, f"accounts.first_run.{key}", **params)

    name = STEPS[step - 1]
    aside = el(
        "aside",
        brand(),
        el("div", el("h1", said("wizard")), el("p", said("wizard_lead"), class_="muted")),
        _steps(step, language, done),
        language_choice,
        el("p", icon("shield"), said("stay_here"), class_="caption"),
    )
    head = joined(
        el("p", said("step", step=step), class_="caption"),
        el("h2", said(f"ask_{name}")),
        el("p", said(f"ask_{name}_lead"), class_="muted"),
    )
    main = el("main", el("div", head, content, class_="box"), id="content")
    body = el("div", aside, main, class_="first-run")
    return document(language, f"{said('wizard')} · crm", body)


def language_buttons(language: Locale) -> Html:
    """Spanish and English as two buttons of the page's form, so that nothing typed is lost."""
    buttons = [
        el(
            "button",
            name,
            type="submit",
            name="go",
            value=locale,
            form=FORM,
            lang=locale,
            aria_pressed="true" if locale == language else "false",
            data_testid=f"language-{locale}",
        )
        for locale, name in LANGUAGES
    ]
    label = text(language, "shell.language")
    return el("div", *buttons, class_="seg", role="group", aria_label=label)


def summaries(ours: Company, language: Locale) -> dict[int, str]:
    """What was answered of the company and of its calendar, in a few words, by step."""
    place = holidays.place_name(ours.country, ours.subdivision, language)
    days = _weekdays_said(ours.weekdays, language)
    worked = text(language, "accounts.first_run.done_calendar", days=days, place=place)
    return {1: ours.name, 2: worked}


def _weekdays_said(days: tuple[int, ...], language: Locale) -> str:
    """Example: Monday to Friday; Monday, Wednesday and Saturday."""
    names = text(language, "accounts.first_run.weekday_names").split()
    said = [names[day] for day in days]
    if len(said) > 2 and all(after == day + 1 for day, after in pairwise(days)):
        first, last = said[0], said[-1]
        return text(language, "accounts.first_run.days_from_to", first=first, last=last)
    if len(said) < 2:
        return "".join(said)
    listed = ", ".join(said[:-1])
    return text(language, "accounts.first_run.days_and", days=listed, last=said[-1])


def _steps(current: int, language: Locale, done: dict[int, str]) -> Html:
    items: list[Html] = []
    for number, name in enumerate(STEPS, 1):
        is_done = number < current
        mark = icon("check") if is_done else str(number)
        detail = el("small", done[number]) if is_done and done.get(number) else None
        items.append(
            el(
                "li",
                el("span", mark, class_="step-mark", aria_hidden="true"),
                el("b", text(language, f"accounts.first_run.step_{name}")),
                detail,
                class_="step done" if is_done else "step now" if number == current else "step",
                aria_current="step" if number == current else None,
            )
        )
    return el("ol", *items, class_="steps")


def _forward(step: int) -> str:
    return "create" if step == 3 else "next"


def _actions(step: int, language: Locale) -> Html:
    def button(go: str, kind: str) -> Html:
        words = text(language, f"accounts.first_run.{go}")
        return el("button", words, type="submit", name="go", value=go, class_=kind)

    back = button("back", "btn") if step > 1 else None
    return el("div", button(_forward(step), "btn primary"), back, class_="form-actions")


def _company(draft: Draft, language: Locale, errors: dict[str, str]) -> Html:
    ours = draft.company

    def said(key: str) -> str:
        return text(language, f"accounts.first_run.{key}")

    name = input_(
        "name",
        value=ours.name or None,
        required=True,
        maxlength="120",
        autofocus=True,
        error=errors.get("name", ""),
    )
    currencies = [(one, f"{one} · {get_currency_name(one, locale=language)}") for one in CURRENCIES]
    regions = [(one, _region_label(one, ours.currency, language)) for one in REGIONS]
    return joined(
        field("name", said("company_name"), name, error=errors.get("name", "")),
        field(
            "subtitle",
            said("subtitle"),
            input_("subtitle", value=ours.subtitle or None, maxlength="120"),
            help=said("subtitle_help"),
        ),
        el(
            "div",
            field("currency", said("currency"), select("currency", currencies, ours.currency)),
            field("region", said("region"), select("region", regions, ours.region)),
            class_="form-row",
        ),
        field("language", said("company_language"), select("language", LANGUAGES, ours.language)),
    )


def _admin(draft: Draft, language: Locale, errors: dict[str, str]) -> Html:
    def said(key: str, **params: object) -> str:
        return text(language, f"accounts.first_run.{key}", **params)

    wrong = next(iter(errors), "admin_name")
    name = input_(
        "admin_name",
        value=draft.admin_name or None,
        required=True,
        autocomplete="name",
        autofocus=wrong == "admin_name",
        error=errors.get("admin_name", ""),
    )
    email = input_(
        "admin_email",
        kind="email",
        value=draft.admin_email or None,
        required=True,
        autocomplete="username",
        autofocus=wrong == "admin_email",
        error=errors.get("admin_email", ""),
    )
    secret = password(
        "password",
        text(language, "ui.show_password"),
        new=True,
        error=errors.get("password", ""),
        autofocus=wrong == "password",
    )
    shortest = said("new_password", shortest=rules.SHORTEST_PASSWORD)
    return joined(
        field("admin_name", said("name"), name, error=errors.get("admin_name", "")),
        field("admin_email", said("your_email"), email, error=errors.get("admin_email", "")),
        field("password", shortest, secret, error=errors.get("password", "")),
    )


def _carried(step: int, draft: Draft, today: date) -> list[Html]:
    """The answers of the other steps, hidden."""
    ours = draft.company
    pairs: list[tuple[str, str]] = []
    if step != 1:
        pairs += [("name", ours.name), ("subtitle", ours.subtitle), ("currency", ours.currency)]
        pairs += [("region", ours.region), ("language", ours.language)]
    if step != 2:
        pairs += [
            ("time_zone", ours.time_zone),
            ("fiscal_start_month", str(ours.fiscal_start_month)),
        ]
        pairs += [("country", ours.country), ("subdivision", ours.subdivision)]
        pairs += [("weekday", str(day)) for day in ours.weekdays]
        day, name = draft.half_day or ("", "")
        pairs += [("add_day", day), ("add_name", name)]
    offered = {one.day for one in draft.offered(today)} if step == 2 else set[date]()
    pairs += [("left_out", day.isoformat()) for day in sorted(draft.left_out - offered)]
    pairs += [("placed_for", draft.placed_for)]
    pairs += [("added", f"{day.isoformat()}|{name}") for day, name in draft.added]
    if step != 3:
        pairs += [("admin_name", draft.admin_name), ("admin_email", draft.admin_email)]
    return [el("input", type="hidden", name=name, value=value) for name, value in pairs]


def _region_label(region: str, currency: str, language: Locale) -> str:
    parsed = Region.parse(region)
    country = parsed.get_territory_name(language) or region
    spoken = parsed.get_language_name(language) or ""
    return f"{country} ({spoken}) · {Formatter(region, language, currency).money(EXAMPLE)}"
