"""Lists by cursor: `?limit=50&cursor=…`, and the cursor of the next page in the answer."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from crm.kit.listing import Page

LONGEST_PAGE = 200
Out = TypeVar("Out")
Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Rows of a page")]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before")]


class PageOut(BaseModel, Generic[Out]):
    """A page of a list; `next_cursor` is null on the last."""

    rows: list[Out]
    next_cursor: str | None = None
    total: int | None = None


def page_out(page: Page[Row], shown: Callable[[Row], Out]) -> PageOut[Out]:
    """The page with each row as the API shows it."""
    return PageOut(
        rows=[shown(row) for row in page.rows], next_cursor=page.next_cursor, total=page.total
    )
