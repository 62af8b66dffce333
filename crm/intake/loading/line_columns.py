"""The columns of a line that a file gives, in the order in which they are staged."""

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
