"""The columns of a line that a file gives, in the order in which they are staged."""

import pyarrow as pa

COLUMNS = (
    "doc_no",
    "line_no",
    "series",
    "doc_type",
    "date",
    "client_id",
    "product_id",
    "line_family_id",
    "seller_id",
    "quantity",
    "amount",
    "cost",
)
KEY = ("doc_no", "line_no", "series", "doc_type")
CONTENT = COLUMNS[4:]
"""`KEY` is the line's identity within its source, `CONTENT` what a later file may say otherwise."""


def say_all(lines: pa.Table) -> bool:
    """Whether every line names its family and seller, so that nothing has to be looked up."""
    return not lines["line_family_id"].null_count and not lines["seller_id"].null_count
