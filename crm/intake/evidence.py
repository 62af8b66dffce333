"""What the cells of a file say where its headers say too little, or say it wrongly."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crm.intake.mapping import ColumnProposal, KindGuess, share
from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.dates import looks_like_date
from crm.intake.reader.numbers import looks_numeric
from crm.intake.rules import Kind, Meaning
from crm.intake.vocabulary import meaning_of, tokens_of

_MOST = 0.8
_AMOUNTS = 2
"""A listing of sales has a price or a quantity beside its amount."""

_NAME_BY_CODE = {
    Meaning.CLIENT_CODE: Meaning.CLIENT_NAME,
    Meaning.PRODUCT_CODE: Meaning.PRODUCT_NAME,
}


def doubted(
    guess: KindGuess, headers: Sequence[str], samples: Sequence[Sequence[str]]
) -> KindGuess:
    """The guess, with sales as a rival where the cells look like sales and few headers speak.

    A file of clients or products whose headers are known for the better part stays what it is.
    """
    if guess.kind in (None, Kind.SALES) or guess.rivals:
        return guess
    named = [header for header in headers if header]
    known = sum(meaning_of(header, guess.kind) is not None for header in named)
    if 2 * known >= len(named) or not _hold_sales(samples):
        return guess
    return KindGuess(Kind.SALES, guess.score, (Kind.SALES, guess.kind))


def _hold_sales(samples: Sequence[Sequence[str]]) -> bool:
    dates = sum(share(cells, looks_like_date) > _MOST for cells in samples)
    amounts = sum(share(cells, _is_amount) > _MOST / 2 for cells in samples)
    return dates > 0 and amounts >= _AMOUNTS


def _is_amount(cell: str) -> bool:
    return looks_numeric(cell) and not looks_like_date(cell) and ("," in cell or "." in cell)


def names_beside_their_codes(
    columns: Sequence[ColumnProposal], block: TextBlock
) -> tuple[ColumnProposal, ...]:
    """The columns, with a name given to the code that it follows from row to row.

    A header that says only "name" may stand beside the client's code or the product's. Where each
    client has one name of that column and the products have not, it is the client's; and the
    other way round.
    """
    place = {column.meaning: column.position for column in columns}
    for meaning, (code, other) in _OTHERS.items():
        if _NAME_BY_CODE[other] in place or not {meaning, code, other} <= place.keys():
            continue
        if tokens_of(columns[place[meaning]].header) & _SAYS_WHOSE:
            continue
        names = _cells(block, place[meaning])
        follows_own = _follows(names, _cells(block, place[code]))
        if not follows_own and _follows(names, _cells(block, place[other])):
            return tuple(
                replace(
                    column,
                    meaning=_NAME_BY_CODE[other],
                    confidence=0.8,
                    reason=f"intake.mapping_follows_{other}",
                )
                if column.position == place[meaning]
                else column
                for column in columns
            )
    return tuple(columns)


_SAYS_WHOSE = frozenset({"client", "company", "product"})
"""Words of a header with which a name says to whom it belongs, whatever its cells look like."""

_OTHERS = {
    Meaning.PRODUCT_NAME: (Meaning.PRODUCT_CODE, Meaning.CLIENT_CODE),
    Meaning.CLIENT_NAME: (Meaning.CLIENT_CODE, Meaning.PRODUCT_CODE),
}
"""A name, the code it is said to belong to, and the other that it might follow."""


def _cells(block: TextBlock, position: int) -> list[str]:
    return [(cell or "").strip() for cell in block.columns[position].to_pylist()]


def _follows(names: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether each code has one name, of several names; some code must come more than once."""
    pairs = sorted({(code, name) for code, name in zip(codes, names, strict=True) if code and name})
    rows = sum(bool(code and name) for code, name in zip(codes, names, strict=True))
    several = len({name for _, name in pairs}) > 1
    return several and len(pairs) < rows and all(a[0] != b[0] for a, b in pairwise(pairs))
