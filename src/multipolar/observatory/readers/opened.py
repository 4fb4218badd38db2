"""Files as downloaded: plain, gz, zip with one or many members, or a folder; streams that say how far they are."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from multipolar.errors import DataError
from multipolar.observatory.readers.problems import damage


@dataclass(frozen=True, slots=True)
class Member:
    """One table inside what the user gave: a file, or a member of an archive."""

    name: str
    container: Path
    inside: str = ""

    @contextmanager
    def open(self) -> Iterator[tuple[IO[bytes], Callable[[], float]]]:
        """The bytes, unpacked, and a function that tells the share read in [0, 1].

        Raises
        ------
        DataError
            If it cannot be opened.
        """
        with damage(self.name):
            if self.inside:
                with zipfile.ZipFile(self.container) as archive, archive.open(self.inside) as packed:
                    size = max(archive.getinfo(self.inside).file_size, 1)
                    yield packed, lambda: min(packed.tell() / size, 1.0)
                return
            size = max(self.container.stat().st_size, 1)
            with self.container.open("rb") as raw:
                if self.container.suffix == ".gz":
                    with gzip.open(raw) as unpacked:
                        yield io.BufferedReader(unpacked), lambda: min(raw.tell() / size, 1.0)
                else:
                    yield raw, lambda: min(raw.tell() / size, 1.0)

    def read(self, most_bytes: int) -> bytes:
        """The whole content.

        Raises
        ------
        DataError
            If it cannot be read, or is longer than `most_bytes`.
        """
        with self.open() as (stream, _), damage(self.name):
            content = stream.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise DataError(self.name, f"is longer than {most_bytes / 1e6:.0f} MB", remedy="Give a smaller extract.")
        return content


def members(path: Path) -> tuple[Member, ...]:
    """Tables in a path: the file itself, the members of a zip, the files of a folder; sorted by name.

    Raises
    ------
    DataError
        If the path is absent, is an archive of a kind that is not read, or is broken.
    """
    if path.is_dir():
        return tuple(Member(file.name, file) for file in sorted(path.iterdir()) if file.is_file())
    if not path.is_file():
        raise DataError(str(path), "is absent", remedy="Give the path of the file as downloaded.")
    if path.suffix.lower() in {".7z", ".rar", ".xz", ".bz2", ".zst"}:
        raise DataError(path.name, f"is packed as {path.suffix}", remedy="Unpack it first, or pack it as zip or gz.")
    with damage(path.name):
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = sorted(info.filename for info in archive.infolist() if not info.is_dir())
            return tuple(Member(PurePosixPath(name).name, path, name) for name in names)
    return (Member(path.name.removesuffix(".gz"), path),)


def day_of(path: Path) -> str:
    """Day on which the file was last written, UTC: the day of the download where nothing better is known."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
