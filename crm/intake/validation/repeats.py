"""Which lines come twice in one file, and what number a line without one gets."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crm.intake.reader.arrow import pc

Hashes = npt.NDArray[np.int64]


class Repeats:
    """Keys seen so far, as 64-bit hashes: 8 bytes a line instead of 100.

    Two of ten million different keys share a hash with a probability under three in a million.
    """

    def __init__(self) -> None:
        self._seen: list[Hashes] = []

    def find(self, keys: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Marks the keys that came before, in this call or an earlier one; remembers the rest."""
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys))
        repeated = np.ones(len(keys), np.bool_)
        distinct, first = np.unique(hashes, return_index=True)
        repeated[first] = False
        for seen in self._seen:
            known = _are_in(distinct, seen)
            if known.any():
                repeated[first[known]] = True
                distinct, first = distinct[~known], first[~known]
        self._remember(distinct)
        return repeated

    def _remember(self, distinct: Hashes) -> None:
        """Runs are merged when they are of like size, so that few are searched."""
        while self._seen and len(self._seen[-1]) < 2 * len(distinct):
            distinct = np.sort(np.concatenate([self._seen.pop(), distinct]))
        if len(distinct):
            self._seen.append(distinct)


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
