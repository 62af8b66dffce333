"""However a file is damaged, reading it gives rows and refusals, or one sentence; never a crash."""

import random
import tempfile
from pathlib import Path

import pytest

from crm.intake.columns import MappingRefused
from crm.intake.reader.errors import UnreadableFile
from tests.intake.reading.files import NORTHWIND, read_content

NAMES = ("sales_1996.csv", "ventas_1998.csv", "ventas_1997.xlsx", "clientes.csv", "vendedores.csv")
SPICE = (b'"', b";", b",", b"\n", b"\r", b"\x00", b"\xff", b"\xc3", b"-", b"99999999999999", b"(")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(damaged))
        deed = chance.randrange(4)
        if deed == 0:
            del damaged[place : place + chance.randrange(1, 400)]
        elif deed == 1:
            damaged[place:place] = chance.choice(SPICE) * chance.randrange(1, 4)
        elif deed == 2:
            damaged[place] = chance.randrange(256)
        else:
            damaged[place:place] = damaged[place : place + chance.randrange(1, 300)]
        if not damaged:
            break
    return bytes(damaged)


@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_damaged_files_of_each_layout_never_crash(name: str) -> None:
    content = (NORTHWIND / name).read_bytes()[: 20_000 if name.endswith("csv") else None]
    chance = random.Random(name)  # noqa: S311 - damage of a test
    with tempfile.TemporaryDirectory() as folder:
        told = [_is_told(Path(folder), _mutated(content, chance)) for _ in range(100)]
    assert all(told)


def _is_told(folder: Path, content: bytes) -> bool:
    """Whether every row has its fate, or the file one sentence in each language."""
    try:
        summary = read_content(folder, content).summary
    except (UnreadableFile, MappingRefused) as refused:
        return refused.text("es") != refused.text("en")
    return summary.accepted + summary.refused + summary.left_out == summary.lines_read
