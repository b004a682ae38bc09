"""Writers of pymarc's kind: to a file that is open already, a record at a time, without Java."""

from __future__ import annotations

import json
from typing import IO, Any

from panamarc._batch import bulk
from panamarc._closing import Closing
from panamarc._files import write_all
from panamarc._pymarc.xml_text import Losses
from panamarc.exceptions import NoActiveFile, WriteNeedsRecord
from panamarc.marcxml import MARC_XML_NS, START, in_bytes, node_of, record_to_xml_node
from panamarc.record import Record

# With what pymarc's module of this name has from others of its modules: programs import it here.
__all__ = [
    "JSONWriter",
    "MARCWriter",
    "TextWriter",
    "Writer",
    "XMLWriter",
    "record_to_xml_node",
]


class Writer(Closing):
    """What all writers share. With `with`, one closes itself and its file at the end."""

    def __init__(self, file_handle: IO[Any]) -> None:
        """`file_handle`: open for writing, for bytes or text as the writer says."""
        self.file_handle: IO[Any] | None = file_handle

    def write(self, record: Record) -> None:
        """Writes a record.

        Raises WriteNeedsRecord for anything else, and NoActiveFile where the writer is closed.
        """
        if not isinstance(record, Record):
            raise WriteNeedsRecord
        if not self.file_handle:
            raise NoActiveFile

    def _put(self, text: Any) -> None:
        if self.file_handle:
            write_all(self.file_handle, text)

    def close(self, close_fh: bool = True) -> None:
        """Ends what was written, and closes the file, unless `close_fh` is False."""
        if close_fh and self.file_handle:
            self.file_handle.close()
        self.file_handle = None


class MARCWriter(Writer):
    """Writes records in ISO 2709 to a file of bytes."""

    def __init__(self, file_handle: IO[bytes], *, oversize: str = "raise") -> None:
        """`oversize`: as for `Record.as_marc`."""
        super().__init__(file_handle)
        self._oversize = oversize

    def write(self, record: Record) -> None:
        """Writes a record.

        Raises what `Record.as_marc` raises, too; nothing of that record is written then.
        """
        super().write(record)
        self._put(record.as_marc(oversize=self._oversize))


class JSONWriter(Writer):
    """Writes an array of records in MARC-in-JSON to a file of text; it ends with `close`."""

    def __init__(self, file_handle: IO[str]) -> None:
        super().__init__(file_handle)
        self.write_count = 0
        self._put("[")

    def write(self, record: Record) -> None:
        """Writes a record."""
        super().write(record)
        text = bulk.compact_json(record)
        if text is None:
            text = json.dumps(record.as_dict(), separators=(",", ":"))
        self._put(f",{text}" if self.write_count else text)
        self.write_count += 1

    def close(self, close_fh: bool = True) -> None:
        """Ends the array, and closes the file, unless `close_fh` is False."""
        self._put("]")
        super().close(close_fh)


class TextWriter(Writer):
    """Writes records as MARCMaker text to a file of text, with an empty line between them."""

    def __init__(self, file_handle: IO[str]) -> None:
        super().__init__(file_handle)
        self.write_count = 0

    def write(self, record: Record) -> None:
        """Writes a record."""
        super().write(record)
        self._put(f"\n{record}" if self.write_count else str(record))
        self.write_count += 1


class XMLWriter(Writer):
    """Writes a MARCXML collection to a file of bytes, in UTF-8; it ends with `close`.

    `losses`: what MARCXML could not carry so far, a sentence for each kind. `close` warns of what
    was lost, with a MarcWarning each. See `record_to_xml_node` for what they are.
    """

    def __init__(self, file_handle: IO[bytes]) -> None:
        super().__init__(file_handle)
        self._losses = Losses()
        self._put(b'<?xml version="1.0" encoding="UTF-8"?>')
        self._put(f'<collection xmlns="{MARC_XML_NS}">'.encode())

    def write(self, record: Record) -> None:
        """Writes a record."""
        super().write(record)
        self._losses.record += 1
        xml = bulk.as_xml(record, START, ascii_only=False)
        self._put(in_bytes(node_of(record, self._losses), "utf-8") if xml is None else xml)

    @property
    def losses(self) -> list[str]:
        """What MARCXML could not carry so far, a sentence for each kind."""
        return self._losses.sentences()

    def close(self, close_fh: bool = True) -> None:
        """Ends the collection, and closes the file, unless `close_fh` is False."""
        open_until_now = self.file_handle is not None
        self._put(b"</collection>")
        super().close(close_fh)
        if open_until_now:
            self._losses.warn(stacklevel=2)
