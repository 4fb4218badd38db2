"""What can be wrong with a text that is to be read."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from multipolar.errors import MultipolarError


class DocumentError(MultipolarError):
    """A text, file or address that cannot be read: empty, binary, encrypted, refused or out of reach."""

    exit_code = 3


def extra(module: str, purpose: str) -> ModuleType:
    """A module of the optional packages for reading.

    Raises
    ------
    DocumentError
        If it is not installed; the remedy says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise DocumentError(
            purpose,
            f"needs the package {module.split('.')[0]}, which cannot be imported.",
            evidence=str(error).splitlines()[0],
            remedy="Install it with: pip install 'multipolar[claims]'",
        ) from error
