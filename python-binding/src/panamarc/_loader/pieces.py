"""What batches are cut from: blocks in the order in which they are given."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from panamarc._loader.exchange import Exchange
from panamarc._loader.forms import Form
from panamarc._loader.plan import Order
from panamarc._loader.position import Position
from panamarc._loader.units import End, Item, Unit
from panamarc.exceptions import ColumnValueError

WINDOW = 10_000  # records that are given in an order by chance, and then the next ones


class Piece(NamedTuple):
    """Some records or rows in a row, or an error in their place."""

    blocks: tuple[Item, ...]
    """Which it is made of, in the order in which they were read."""
    size: int = 0
    items: Any = None
    unit: Unit | None = None
    """Of which it is a piece; None for a window."""
    start: int = 0
    """How many of the unit, or of the window, came before."""
    window: int | None = None
    """The number of the window, counted from 0; None where it is not one."""
    error: Exception | None = None
    """Raised instead of items, of which there are none then."""


class Pieces(Protocol):
    """Gives pieces, the last one again until the caller has it."""

    def take(self, received: int) -> Piece | None:
        """The next piece; None after the last. `received`: how many the caller has.

        Raises as `Exchange.take`.
        """


class PiecesInOrder:
    """A piece for each item of an exchange."""

    def __init__(
        self, exchange: Exchange, form: Form, position: Position, leaves_out: bool
    ) -> None:
        """`position`: what is given already; `leaves_out`: whether errors of files are left out."""
        self._exchange = exchange
        self._form = form
        self._position = position
        self._leaves_out = leaves_out

    def take(self, received: int) -> Piece | None:
        item = self._exchange.take(received)
        if item is None:
            return None
        if isinstance(item, End):
            return Piece((item,))
        unit, start, size, content, _, error = item
        given = min(max(self._position.given(unit.file, unit.part) - start, 0), size)
        if given == size:  # before this pass
            return Piece(())
        if error is not None:
            wanted = not self._leaves_out or isinstance(error, ColumnValueError)
            return Piece((item,), error=error if wanted else None)
        items = self._form.items(content)
        if given:
            items = self._form.cut(items, given, size - given)
        return Piece((item,), size - given, items, unit, start + given)


class PiecesByChance:
    """Windows of records in an order by chance, and errors where they are."""

    def __init__(self, plain: Pieces, form: Form, position: Position, order: Order) -> None:
        self._plain = plain
        self._form = form
        self._order = order
        self._window = position.window
        self._given = position.of_window  # of the first window, before this pass
        self._received = 0  # plain pieces
        self._gathered: list[Piece] = []
        self._known = 0  # of these
        self._size = 0
        self._closed = False  # whether no other piece belongs to the window
        self._piece: Piece | None = None
        self._count = 0  # pieces given

    def take(self, received: int) -> Piece | None:
        if received < self._count:
            return self._piece
        while not self._closed and self._size < WINDOW:
            piece = self._plain.take(self._received)
            if piece is None:
                self._closed = True
            else:
                known = self._known
                self._gathered[known:] = [piece]
                size, closed = self._size + piece.size, piece.error is not None
                self._known, self._size, self._closed = known + 1, size, closed
                self._received += 1
        pieces = self._gathered[: self._known]
        if not pieces:
            return None
        left: list[Piece] = []
        if len(pieces) > 1 and pieces[-1].error is not None:
            left = [pieces.pop()]
        made = pieces[0] if pieces[0].error is not None else self._made(pieces)
        window, given = self._window, self._given
        if made.window is not None:
            window, given = made.window + 1, 0
        known, closed, count = len(left), bool(left), self._count + 1
        self._gathered, self._known, self._size, self._closed = left, known, 0, closed
        self._piece, self._count, self._window, self._given = made, count, window, given
        return made

    def _made(self, pieces: list[Piece]) -> Piece:
        blocks = tuple(block for piece in pieces for block in piece.blocks)
        if not self._size:
            return Piece(blocks)
        start = self._given
        places = self._order.shuffled(self._size, "window", self._window)[start:]
        items = self._form.chosen([piece.items for piece in pieces if piece.size], places)
        return Piece(blocks, self._size - start, items, None, start, self._window)
