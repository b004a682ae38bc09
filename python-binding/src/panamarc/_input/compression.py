"""Compressed data: recognised by its first bytes when it is read, by a name when it is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, cast

FIRST = 4  # bytes of an input that show its compression
GZIP_MEMBER = 31  # zlib's word for: the largest window, in gzip's wrapping
LEVEL = 3  # of zstd, which its own program takes, too


class Compression(NamedTuple):
    """A way of compressing. The modules for it are imported once they are needed."""

    begins: Callable[[bytes], bool]
    """Whether an input that begins with these bytes is compressed so."""
    decompressor: Callable[[], Any]
    """What decompresses one member or frame: a `zlib.decompressobj`, or what is like it."""
    file: Callable[[IO[bytes]], Any]
    """A file to write to, whose bytes go compressed into another one, which it leaves open."""


def _zlib() -> Any:
    import zlib

    return zlib.decompressobj(GZIP_MEMBER)


def _bz2() -> Any:
    import bz2

    return bz2.BZ2Decompressor()


def _zstd() -> Any:
    return _zstd_module().ZstdDecompressor()


def _gzip_file(file: IO[bytes]) -> Any:
    import gzip

    return gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0)


def _bz2_file(file: IO[bytes]) -> Any:
    import bz2

    return bz2.BZ2File(file, "wb")


def _zstd_file(file: IO[bytes]) -> Any:
    module = _zstd_module()
    parameter = module.CompressionParameter
    options = {parameter.compression_level: LEVEL, parameter.checksum_flag: 1}
    return module.ZstdFile(file, "wb", options=options)


def _zstd_module() -> Any:
    """Python's own, or its backport for a Python that has none."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def _is_bz2(first: bytes) -> bool:
    return first[:3] == b"BZh" and b"1" <= first[3:4] <= b"9"


def _is_zstd(first: bytes) -> bool:
    # A frame of data, or one that is skipped, with which files in parallel parts begin.
    data = first[:4] == b"\x28\xb5\x2f\xfd"
    return data or (first[1:4] == b"\x2a\x4d\x18" and first[0] & 0xF0 == 0x50)


COMPRESSIONS = {
    ".gz": Compression(
        lambda first: first[:2] == b"\x1f\x8b",  # RFC 1952, section 2.3.1
        _zlib,
        _gzip_file,
    ),
    ".bz2": Compression(_is_bz2, _bz2, _bz2_file),
    ".zst": Compression(_is_zstd, _zstd, _zstd_file),  # RFC 8878
}
"""The ways of compressing that are read and written, by the suffixes of names."""


def compression_of(first: bytes) -> Compression | None:
    """How an input is compressed that begins with these `FIRST` bytes, or is no longer; or None."""
    for compression in COMPRESSIONS.values():
        if compression.begins(first):
            return compression
    return None


def without_suffix(name: str) -> str:
    """A name without the suffix that says how its file is compressed."""
    for suffix in COMPRESSIONS:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return name


@contextmanager
def compressed(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A file whose bytes go into another one, compressed where the suffix of a name says so."""
    for suffix, compression in COMPRESSIONS.items():
        if name.lower().endswith(suffix):
            with compression.file(file) as packed:
                yield cast("IO[bytes]", packed)
            return
    yield file
