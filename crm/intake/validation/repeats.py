"""Which lines come twice in one file, and what number a line without one gets."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crm.intake.reader.arrow import pc

Hashes = npt.NDArray[np.int64]
_ODD = np.int64(-7046029254386353131)
"""2^64 divided by the golden ratio: multiples of it are far apart."""


class Seen:
    """Hashes of 64 bits that came before: 8 bytes each, instead of the 100 of a text.

    Two of ten million different texts share a hash with a probability under three in a million.
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def mark(self, distinct: Hashes) -> npt.NDArray[np.bool_]:
        """Marks those of an earlier call; remembers the rest. Given in order, each once."""
        known = np.zeros(len(distinct), np.bool_)
        for run in self._runs:
            known |= _are_in(distinct, run)
        self._remember(distinct[~known])
        return known

    def _remember(self, distinct: Hashes) -> None:
        """Runs are merged when they are of like size, so that few are searched."""
        while self._runs and len(self._runs[-1]) < 2 * len(distinct):
            # The stable way sees that it merges two runs in order: a seventh of the time.
            distinct = np.sort(np.concatenate([self._runs.pop(), distinct]), kind="stable")
        if len(distinct):
            self._runs.append(distinct)


class Repeats:
    """Finds the lines whose document and number came before in the file."""

    def __init__(self) -> None:
        self._seen = Seen()

    def find(
        self, documents: pa.StringArray, line_no: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Marks the lines that came before, in this call or an earlier one."""
        # The documents' hashes are spread over all numbers; so then are these sums.
        hashes = hashes_of(documents) + line_no * _ODD
        repeated = np.ones(len(hashes), np.bool_)
        distinct, first = np.unique(hashes, return_index=True)
        repeated[first] = self._seen.mark(distinct)
        return repeated


def hashes_of(texts: pa.StringArray) -> Hashes:
    """A hash for each text, the same in all blocks of a file; each distinct text is read once."""
    encoded = pc.dictionary_encode(texts)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = encoded.dictionary.to_pylist()
    hashes = np.fromiter(map(hash, words), np.int64, len(words))
    return hashes[encoded.indices.to_numpy(zero_copy_only=False)]


def _are_in(wanted: Hashes, seen: Hashes) -> npt.NDArray[np.bool_]:
    places = np.searchsorted(seen, wanted)
    places[places == len(seen)] = 0
    return seen[places] == wanted


class LineNumbers:
    """Counts the lines of each document through the whole file, wherever they stand."""

    def __init__(self) -> None:
        self._count_by_document: dict[int, int] = {}

    def number(self, documents: pa.StringArray) -> npt.NDArray[np.int32]:
        """The number of each line within its document, from 1, in the file's order."""
        encoded = documents.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        ordered = codes[order]
        group_starts = np.searchsorted(ordered, ordered, side="left")
        numbers = np.empty(len(codes), np.int32)
        numbers[order] = np.arange(len(codes)) - group_starts + 1
        return numbers + self._before(encoded.dictionary, codes)

    def _before(self, documents: pa.Array, codes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        counts = np.bincount(codes, minlength=len(documents)).tolist()
        earlier = np.zeros(len(documents), np.int32)
        for place, (document, count) in enumerate(zip(documents.to_pylist(), counts, strict=True)):
            key = hash(document)
            before = self._count_by_document.get(key, 0)
            earlier[place] = before
            self._count_by_document[key] = before + count
        return earlier[codes]


def joined(columns: Sequence[pa.Array]) -> pa.StringArray:
    """One text key per row from several columns, null as blank."""
    return pc.binary_join_element_wise(
        *columns, "\x1f", null_handling="replace", null_replacement=""
    )
