"""The API's documentation as one page of ours: no script, no request outside."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from crm.api.html import document
from crm.api.languages import language_of
from crm.kit.texts import text

router = APIRouter()


@router.get("/api/docs", response_class=HTMLResponse)
@router.get("/api/v1/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Every route with its parameters, from the same OpenAPI document that programs read."""
    language = language_of(request)
    schema: dict[str, Any] = request.app.openapi()
    groups: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or [""])[0]
            groups.setdefault(tag, []).append(_operation(path, method, operation))
    sections = "".join(
        f'<section class="card"><h2 class="card-title">{escape(tag)}</h2>{"".join(found)}</section>'
        for tag, found in sorted(groups.items())
    )
    intro = escape(text(language, "api.docs_intro"))
    link = f'<a href="/api/v1/openapi.json">{escape(text(language, "api.docs_schema"))}</a>'
    body = (
        f'<main class="page"><h1 class="page-title">API</h1><p>{intro} {link}</p>{sections}</main>'
    )
    return HTMLResponse(document(language, "API · crm", body))


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    title = escape(operation.get("summary", ""))
    about = escape(operation.get("description", ""))
    rows = "".join(_parameter(one) for one in operation.get("parameters", []))
    table = f'<ul class="caption">{rows}</ul>' if rows else ""
    return (
        f"<details><summary><code>{method.upper()} {escape(path)}</code> {title}</summary>"
        f"<p>{about}</p>{table}{_body(operation)}</details>"
    )


def _parameter(found: dict[str, Any]) -> str:
    kind = found.get("schema", {}).get("type", "")
    return (
        f"<li><code>{escape(found['name'])}</code> {escape(found['in'])} {escape(kind)} "
        f"{escape(found.get('description', ''))}</li>"
    )


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    names = [one.get("schema", {}).get("$ref", "").rpartition("/")[2] for one in content.values()]
    return "".join(
        f'<p class="caption">body: <code>{escape(one)}</code></p>' for one in names if one
    )
