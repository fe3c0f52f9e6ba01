"""Reads a responsibility matrix as it stands, with what had to be read into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ridgeway.core.policy.movement import Activity, Responsibilities


@dataclass(frozen=True, slots=True)
class Cell:
    """A role's part in an activity: its letters, how it is written, and a note if that differs."""

    process: str
    role: str
    letters: tuple[str, ...]
    written: str
    note: str = ""


def cells(matrix: Responsibilities) -> Iterator[Cell]:
    """Every cell, row by row, blank ones too."""
    for activity in matrix.activities:
        for role in matrix.roles:
            yield read_cell(matrix, activity, role)


def read_cell(matrix: Responsibilities, activity: Activity, role: str) -> Cell:
    written = activity.cells.get(role, "")
    letters: list[str] = []
    notes: list[str] = []
    for part in filter(None, (piece.strip() for piece in written.split("/"))):
        letter = matrix.misread.get(part, part)
        if letter != part:
            notes.append(f'"{part}" is read as {letter}')
        if letter in matrix.letters:
            letters.append(letter)
        else:
            notes.append(f'"{part}" is not a letter of this matrix')
    if not written.strip():
        notes.append("blank in the source")
    return Cell(activity.process, role, tuple(letters), written, "; ".join(notes))


def parts_of(matrix: Responsibilities, role: str) -> dict[str, tuple[str, ...]]:
    """For one role, each letter with the activities in which it has that part."""
    mine = [cell for cell in cells(matrix) if cell.role == role]
    return {
        letter: tuple(cell.process for cell in mine if letter in cell.letters)
        for letter in matrix.letters
    }


def irregularities(matrix: Responsibilities) -> tuple[str, ...]:
    """What a reader must know: cells read otherwise than written, rows without exactly one A."""
    found = [f"{c.process}, {c.role}: {c.note}" for c in cells(matrix) if c.note]
    for activity in matrix.activities:
        row = [c for c in cells(matrix) if c.process == activity.process]
        for letter in ("A", "R"):
            if letter not in matrix.letters:
                continue
            held = sum(letter in c.letters for c in row)
            if held != 1:
                name = matrix.letters[letter]
                found.append(f"{activity.process}: {held} roles are {name}, one is usual")
    return tuple(found)
