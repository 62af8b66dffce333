"""The last of the first steps: the company's files, sent from where one stands."""

from typing import Final

from crm.accounts.company import Company
from crm.api.first_run_pages import ADDRESS, FORM, framed, language_buttons, summaries
from crm.api.html import Html, el, icon, joined
from crm.db import Actor
from crm.kit.texts import Locale, text

DATA: Final = f"{ADDRESS}/data"
IMPORTS: Final = "/imports"
SENT_TO: Final = "/api/v1/imports"
ACCEPTED: Final = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,text/csv,text/plain"
NEEDED: Final = ("date", "doc_no", "client_code")
HELPFUL: Final = ("client_name", "product_name", "family", "seller_name", "quantity")


def data_page(language: Locale, ours: Company, admin: Actor) -> str:
    """Where the first file is dropped, what it has to hold, and the way to look around first."""
    around = el("a", text(language, "accounts.first_run.look_around"), href="/", class_="btn")
    content = joined(
        _drop(language),
        _columns(language),
        el("div", around, class_="form-actions"),
        el("form", method="post", action=DATA, id=FORM, hidden=True),
        el("script", type="module", src="/ui/first-files.js"),
    )
    done = summaries(ours, language) | {3: admin.name}
    return framed(4, language, content, language_buttons(language), done)


def _drop(language: Locale) -> Html:
    """The area; `assets/ui/first-files.js` sends what is dropped or chosen."""
    choose = text(language, "ui.choose_files")
    return el(
        "div",
        icon("upload"),
        el("p", text(language, "intake.page_drop"), class_="strong"),
        el("p", text(language, "intake.page_drop_help"), class_="caption"),
        el(
            "input",
            type="file",
            accept=ACCEPTED,
            multiple=True,
            hidden=True,
            aria_label=choose,
        ),
        el("button", choose, type="button", class_="btn primary"),
        el("p", class_="caption", role="status"),
        el("div", el("i"), class_="progress", hidden=True),
        el("p", class_="error", role="alert"),
        class_="drop",
        data_sent_to=SENT_TO,
        data_leads_to=IMPORTS,
        data_sending=text(language, "ui.sending"),
        data_failed=text(language, "intake.page_send_failed", file="{file}"),
    )


def _columns(language: Locale) -> Html:
    def said(key: str) -> str:
        return text(language, f"accounts.first_run.{key}")

    def row(label: str, meanings: tuple[str, ...], *more: str) -> Html:
        names = [text(language, f"intake.page_meaning_{one}") for one in meanings]
        return el("div", el("dt", said(label)), el("dd", ", ".join([*names, *more])))

    needed = row("columns_needed", NEEDED, said("columns_amount"))
    lists = el("dl", needed, row("columns_helpful", HELPFUL))
    return el("section", el("h3", said("columns")), lists, class_="file-columns")
