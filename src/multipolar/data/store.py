"""The user's own data folder: baselines added beside the bundled one. A write is complete or leaves nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from multipolar.errors import DataError

HOME_VARIABLE = "MULTIPOLAR_HOME"
CARD_FILE = "card.json"
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]*$")


def home() -> Path:
    """The user's data folder: ``MULTIPOLAR_HOME`` where set, else the platform's usual place. It need not exist."""
    override = os.environ.get(HOME_VARIABLE)
    if override:
        return Path(override).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("multipolar", appauthor=False))


def baseline_folder(name: str, store: Path | None = None) -> Path:
    """Where the baseline of this name is or will be kept: ``<home>/baselines/<name>``.

    Raises
    ------
    DataError
        If the name is not lower-case letters, digits and hyphens (it becomes a folder).
    """
    if not _NAME.match(name):
        raise DataError(f"baseline {name!r}", "is not a usable name", remedy="Use letters a-z, digits and hyphens.")
    return (store or home()) / "baselines" / name


def stored_names(store: Path | None = None) -> tuple[str, ...]:
    """Names of the baselines that the user has added, sorted; empty where the folder does not exist."""
    root = (store or home()) / "baselines"
    if not root.is_dir():
        return ()
    return tuple(sorted(p.name for p in root.iterdir() if _NAME.match(p.name) and (p / CARD_FILE).is_file()))


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Fill a folder elsewhere and move it into place only when the block ends without an error.

    Yields a new empty folder on the same disk. On an error it is removed and `target` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield partial
        partial.chmod(0o755)  # a temporary folder is private; what it becomes is not
        if target.exists():
            # a folder cannot be replaced in one step; the old one is kept until the new one stands
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            target.replace(old / target.name)
            try:
                partial.replace(target)
            except OSError:
                (old / target.name).replace(target)
                raise
            finally:
                shutil.rmtree(old, ignore_errors=True)
        else:
            partial.replace(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Write what is known of a stored baseline beside it, as JSON."""
    text = json.dumps(card, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")


def read_card(folder: Path) -> dict[str, Any]:
    """Read it back.

    Raises
    ------
    DataError
        If the card is absent or is not JSON.
    """
    path = folder / CARD_FILE
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            str(path),
            "cannot be read",
            evidence=str(error),
            remedy="Add the table again: multipolar data add icio PATH.",
        ) from error
    if not isinstance(card, dict):
        raise DataError(str(path), "is not a card", remedy="Add the table again: multipolar data add icio PATH.")
    return card
