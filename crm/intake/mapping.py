"""Which meaning each column most likely has, and what only a person can say."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import PurePath

from crm.intake.columns import column_name, missing_meanings
from crm.intake.reader.dates import looks_like_date
from crm.intake.reader.numbers import looks_numeric
from crm.intake.rules import DATES, NUMBERS, REPEATABLE, REQUIRED, Kind, Meaning
from crm.intake.vocabulary import code_twin, meaning_of, normalised, tokens_of

SURE = 0.75
_MOST = 0.8
_MARKS = {
    Kind.SALES: frozenset({Meaning.DATE, Meaning.AMOUNT, Meaning.QUANTITY, Meaning.DOC_NO}),
    Kind.CLIENTS: frozenset(
        {
            Meaning.CONTACT,
            Meaning.ADDRESS,
            Meaning.CITY,
            Meaning.REGION,
            Meaning.POSTAL_CODE,
            Meaning.COUNTRY,
            Meaning.PHONE,
            Meaning.TAX_ID,
            Meaning.SEGMENT,
            Meaning.SELLER_CODE,
        }
    ),
    Kind.PRODUCTS: frozenset(
        {Meaning.FAMILY, Meaning.FAMILY_CODE, Meaning.PARENT_FAMILY, Meaning.UNIT}
    ),
    Kind.SELLERS: frozenset({Meaning.MANAGER_CODE, Meaning.POSITION, Meaning.EMAIL}),
}
_NAMES = {
    Kind.SALES: ("venta", "sale", "factur", "invoice", "vtas", "revenue"),
    Kind.CLIENTS: ("client", "customer"),
    Kind.PRODUCTS: ("product", "artic", "item"),
    Kind.SELLERS: ("vendedor", "comercial", "seller", "salesp", "agente", "represent"),
}


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a column is taken for, how surely (0-1), and why (`reason` is a catalogue key)."""

    position: int
    header: str
    name: str
    meaning: Meaning
    confidence: float
    reason: str
    params: Dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say.

    `about` names the member of the mapping, or the meaning that has no column. `options` are the
    possible answers (column names, styles, kinds, sheets), `proposed` the likeliest or None.
    """

    about: str
    key: str
    options: tuple[str, ...]
    proposed: str | None = None
    params: Dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindGuess:
    """What the file most likely holds; `rivals` are kinds that fit as well."""

    kind: Kind | None
    score: float
    rivals: tuple[Kind, ...] = ()


def guess_kind(headers: Sequence[str], filename: str) -> KindGuess:
    """What a file with these headers holds; the name of the file decides between equals."""
    scores = {kind: _kind_score(headers, kind) for kind in Kind}
    best = max(scores.values())
    if best <= 0:
        named = _named_kind(filename)
        return KindGuess(named, 0, () if named else tuple(Kind))
    likely = [kind for kind, score in scores.items() if score >= best - 0.5]
    if len(likely) == 1:
        return KindGuess(likely[0], best)
    named = _named_kind(filename)
    if named in likely:
        return KindGuess(named, best)
    return KindGuess(max(likely, key=scores.__getitem__), best, tuple(likely))


def _kind_score(headers: Sequence[str], kind: Kind) -> float:
    found = {known[0] for header in headers if header and (known := meaning_of(header, kind))}
    if not found:
        return 0
    marks = sum(meaning in _MARKS[kind] for meaning in found)
    if kind is Kind.SALES:
        money = {Meaning.AMOUNT, Meaning.QUANTITY, Meaning.UNIT_PRICE} & found
        return marks * 2.0 if Meaning.DATE in found and money else marks * 0.4
    coded = any(_may_be_code(header, kind) for header in headers)
    own = sum(tokens_of(header) & _own_word(kind) != frozenset() for header in headers)
    return (1.0 if coded else 0) + marks + 0.6 * min(own, 1) + 0.1 * len(found) / len(headers)


def _may_be_code(header: str, kind: Kind) -> bool:
    found = meaning_of(header, kind)
    return bool(found) and (found[0] is Meaning.CODE or code_twin(header, found[0]) is not None)


def _own_word(kind: Kind) -> frozenset[str]:
    return {
        Kind.CLIENTS: frozenset({"client", "company"}),
        Kind.PRODUCTS: frozenset({"product"}),
        Kind.SELLERS: frozenset({"seller"}),
        Kind.SALES: frozenset({"invoice"}),
    }[kind]


def _named_kind(filename: str) -> Kind | None:
    stem = normalised(PurePath(filename).stem).replace(" ", "")
    named = [kind for kind, words in _NAMES.items() if any(word in stem for word in words)]
    return named[0] if named else None


def propose_columns(
    headers: Sequence[str], samples: Sequence[Sequence[str]], kind: Kind
) -> tuple[ColumnProposal, ...]:
    """What each column means by its header, where codes and names share a header by its cells.

    Args:
        headers: the texts of the header row.
        samples: some cells of each column.
        kind: what the file holds.
    """
    guesses = _by_header(headers, samples, kind)
    dated = _only_dates(headers, samples, guesses) if kind is Kind.SALES else None
    taken: dict[Meaning, int] = {}
    for position in sorted(guesses, key=lambda p: -guesses[p][1]):
        taken.setdefault(guesses[position][0], position)
    known = tuple(headers)
    return tuple(
        _by_cells(position, known)
        if position == dated
        else _proposal(position, known, guesses.get(position), taken, kind)
        for position in range(len(headers))
    )


def _only_dates(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    guesses: Dict[int, tuple[Meaning, float]],
) -> int | None:
    """The one column without a known header whose cells are dates, where no header names any."""
    if any(meaning is Meaning.DATE for meaning, _ in guesses.values()):
        return None
    dated = [
        position
        for position in range(len(headers))
        if position not in guesses and share(samples[position], looks_like_date) > _MOST
    ]
    return dated[0] if len(dated) == 1 else None


def _by_cells(position: int, headers: tuple[str, ...]) -> ColumnProposal:
    """A column of dates: proposed, and asked about since nothing but its cells says so."""
    name = column_name(position, headers)
    reason = "intake.mapping_only_dates"
    return ColumnProposal(position, headers[position], name, Meaning.DATE, 0.6, reason)


def _by_header(
    headers: Sequence[str], samples: Sequence[Sequence[str]], kind: Kind
) -> dict[int, tuple[Meaning, float]]:
    guesses: dict[int, tuple[Meaning, float]] = {}
    for position, header in enumerate(headers):
        found = meaning_of(header, kind) if header else None
        if found:
            meaning, confidence = found
            guesses[position] = meaning, confidence * _fit(meaning, samples[position])
    for position, (meaning, confidence) in list(guesses.items()):
        twin = code_twin(headers[position], meaning)
        if twin is None:
            continue
        others = {m for p, (m, c) in guesses.items() if p != position and c >= SURE}
        if twin not in others and (meaning in others or _are_codes(samples[position])):
            guesses[position] = twin, max(confidence, 0.85)
    return guesses


def _fit(meaning: Meaning, cells: Sequence[str]) -> float:
    """How well the cells agree with the meaning: 1 unless hardly any does, then a third."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return 1.0
    if meaning in NUMBERS:
        fitting = sum(looks_numeric(cell) for cell in filled)
    elif meaning in DATES:
        fitting = sum(looks_like_date(cell) for cell in filled)
    elif meaning is Meaning.LINE_NO:
        fitting = sum(cell.isdigit() for cell in filled)
    else:
        return 1.0
    return 1.0 if fitting * 5 >= len(filled) else 0.3


def _are_codes(cells: Sequence[str]) -> bool:
    """Whether cells look like codes: short, and hardly a space or a small letter."""
    filled = [cell for cell in cells if cell]
    short = sum(len(cell) <= 15 and " " not in cell and not cell.islower() for cell in filled)
    plain = sum(cell.isupper() or any(letter.isdigit() for letter in cell) for cell in filled)
    return bool(filled) and short >= 0.9 * len(filled) and plain >= 0.8 * len(filled)


def _proposal(
    position: int,
    headers: tuple[str, ...],
    guess: tuple[Meaning, float] | None,
    taken: Dict[Meaning, int],
    kind: Kind,
) -> ColumnProposal:
    header, name = headers[position], column_name(position, headers)
    rest = Meaning.IGNORE if kind is Kind.SALES else Meaning.EXTRA
    if guess is None:
        rest = rest if header else Meaning.IGNORE
        return ColumnProposal(position, header, name, rest, 0.5, "intake.mapping_not_recognised")
    meaning, confidence = guess
    winner = taken[meaning]
    if winner != position:
        params: dict[str, str | int] = {"other": column_name(winner, headers)}
        reason = "intake.mapping_other_column_fits"
        return ColumnProposal(position, header, name, rest, 0.6, reason, params)
    reason = "intake.mapping_by_header" if confidence >= SURE else "intake.mapping_cells_differ"
    if confidence < SURE and meaning not in (*REQUIRED[kind], Meaning.AMOUNT):
        meaning = rest
    return ColumnProposal(position, header, name, meaning, round(confidence, 2), reason)


def column_questions(
    proposals: Sequence[ColumnProposal], kind: Kind, samples: Sequence[Sequence[str]]
) -> tuple[Question, ...]:
    """One question for each column that the file needs and that is missing or doubtful."""
    sure = {p.meaning: p.position for p in proposals if p.confidence >= SURE}
    free = [p for p in proposals if p.meaning in REPEATABLE or p.confidence < SURE]
    return tuple(
        Question(
            about=str(meaning),
            key=f"intake.mapping_which_{meaning}",
            options=_candidates(meaning, free, samples),
            proposed=_likeliest(meaning, free, proposals, samples),
        )
        for meaning in missing_meanings(kind, sure)
    )


def _candidates(
    meaning: Meaning, free: Sequence[ColumnProposal], samples: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """The free columns that may be meant; of dates and figures those with one at least."""
    named = [p for p in free if p.header or any(samples[p.position])]
    holds = {Meaning.DATE: looks_like_date, Meaning.AMOUNT: looks_numeric}.get(meaning)
    fitting = [p for p in named if holds and share(samples[p.position], holds) > 0]
    return tuple(p.name for p in fitting or named)


def _likeliest(
    meaning: Meaning,
    free: Sequence[ColumnProposal],
    proposals: Sequence[ColumnProposal],
    samples: Sequence[Sequence[str]],
) -> str | None:
    doubtful = [p.name for p in free if p.meaning is meaning]
    if doubtful:
        return doubtful[0]
    if meaning is Meaning.CLIENT_CODE:
        named = [p.name for p in proposals if p.meaning is Meaning.CLIENT_NAME]
        return named[0] if named else None
    if meaning is Meaning.DATE:
        dated = [p.name for p in free if share(samples[p.position], looks_like_date) > _MOST]
        return dated[0] if len(dated) == 1 else None
    if meaning is Meaning.AMOUNT:
        figures = [p.name for p in free if share(samples[p.position], looks_numeric) > _MOST]
        return figures[-1] if figures else None
    return None


def share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Which part of the filled cells holds, 0 to 1; 0 where none is filled."""
    filled = [cell for cell in cells if cell]
    return sum(holds(cell) for cell in filled) / len(filled) if filled else 0
