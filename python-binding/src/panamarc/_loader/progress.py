"""How far a pass is, and what it met, as its loader knows it."""

from __future__ import annotations

from panamarc._loader.pieces import Piece
from panamarc._loader.position import Position
from panamarc._loader.report import Account, FailedFile, LoaderReport
from panamarc._loader.units import End


class Given:
    """Part of a piece that was given."""

    __slots__ = ("piece", "until")

    def __init__(self, piece: Piece, until: int | None = None) -> None:
        """`until`: how many of its items were given; None for all of it, with what ends with it."""
        self.piece = piece
        self.until = until


class Progress:
    """The position of a pass and its account.

    What the last batch has changed is noted when somebody asks, or the next batch is wanted: noting
    it takes several steps, and Ctrl-C may be heard between them. Each may be made twice.
    """

    def __init__(self, position: Position, files: int, failed: list[FailedFile]) -> None:
        """`files`: how many there are; `failed`: folders that could not be read."""
        self.position = position
        self.pending: list[Given] = []
        self.batches = 0
        self.records = 0
        self._account = Account(files, failed)
        self._changes = 0  # of the account

    def settle(self) -> None:
        """Notes what was given."""
        changes = self._changes
        for given in self.pending:
            piece = given.piece
            if given.until is None:
                changes = self._end(piece, changes)
            elif piece.unit is not None:
                self.position.advance(piece.unit, piece.start + given.until)
            else:
                self.position.of_window = piece.start + given.until
        self.pending, self._changes = [], changes

    def _end(self, piece: Piece, changes: int) -> int:
        for block in piece.blocks:
            if isinstance(block, End):
                self.position.end(block.unit)
                changes += 1
                self._account.add(changes, block)
            else:
                self.position.advance(block.unit, block.start + block.size)
                if block.error is not None:
                    changes += 1
                    self._account.add(changes, FailedFile(block.unit.name, block.error))
        if piece.window is not None:
            self.position.window, self.position.of_window = piece.window + 1, 0
        return changes

    def report(self) -> LoaderReport:
        """What was met so far."""
        self.settle()
        return self._account.report(self.batches, self.records)
