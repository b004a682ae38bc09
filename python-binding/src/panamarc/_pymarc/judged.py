"""Batches of records as pymarc gives them: records, and None for what it refuses."""

from __future__ import annotations

from panamarc._batch.batch import Batch
from panamarc._input.history import History
from panamarc._pymarc.judge import PymarcOptions, end_if_clean, end_of, in_no_record, items_of
from panamarc._reading.cursor import BatchCursor, Batches, Item
from panamarc._reading.java_reader import JavaReader


class JudgedBatches(Batches):
    """Batches with the judgement of pymarc, where there are `options`: see `judge`."""

    def __init__(
        self, java_reader: JavaReader, first_size: int, most: int, options: PymarcOptions | None
    ) -> None:
        super().__init__(java_reader, first_size, most)
        self._options = options

    def _cursor_of(self, batch: Batch) -> tuple[BatchCursor, int | None]:
        batch.converts = True
        options, given = self._options, self.java_reader.input
        if options is None or given is None:
            return BatchCursor(batch), None
        judged, known = self._after_last()
        back = given.look_back()
        at = back.begin if known is None else known
        if isinstance(back, History):
            back.drop(at)
        if not judged and options.reads_as_java():
            end = end_if_clean(batch, at)
            if end is not None:
                return BatchCursor(batch), end
        judged += items_of(batch, [*BatchCursor(batch).records], at, options, back)
        return BatchCursor(batch, judged), end_of(batch)

    def _after_last(self) -> tuple[list[Item], int | None]:
        """What follows the last record of each input that has ended since."""
        judged: list[Item] = []
        at = self._at
        if self._options is None:
            return judged, at
        for source, size in self.java_reader.ended:
            back = source.look_back()
            begin = back.begin if at is None else at
            judged += in_no_record(back, begin, back.begin + size, self._options)
            at = None
        return judged, at

    def _end(self) -> bool:
        judged, _ = self._after_last()
        if judged:
            cursor = BatchCursor(None, judged)
            self.cursor, self._at, self.java_reader.ended = cursor, None, []
        return bool(judged)

    def last(self) -> Item | None:
        """What was delivered last; None before the first record."""
        cursor = self.cursor
        batch, judged, left = cursor.batch, cursor.judged, cursor.left()
        if judged is not None:
            at = len(judged) - left - 1
            return judged[at] if at >= 0 else None
        if batch is None or left == batch.n:
            return None
        return Item(None, None, batch.raw(batch.n - left - 1), None)
