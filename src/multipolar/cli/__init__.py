"""The command line. One file for each verb; this one maps errors to messages and exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130
USAGE = 2
SIGNS = "−≤→ğ中"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code.

    0 all went well; 1 a check did not hold; 2 wrong usage, scenario or assumption; 3 wrong data; 4 no equilibrium;
    5 a run folder that is not whole; 130 interrupted.
    """
    from multipolar.errors import MultipolarError

    _write_everything()
    try:
        from multipolar.cli.app import app

        code = app(
            list(sys.argv[1:] if arguments is None else arguments), exit_on_error=False, result_action="return_value"
        )
    except MultipolarError as error:
        _say(error.message())
        return error.exit_code
    except KeyboardInterrupt:
        _say("Interrupted. Nothing was written.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        _say(f"{str(error.filename)[:60]}...: this name is too long for a file.\n  Write a shorter one.")
        return USAGE
    except Exception as error:
        if type(error).__module__.startswith("cyclopts"):
            return USAGE
        raise
    return code if isinstance(code, int) else 0


def _write_everything() -> None:
    """Streams of an encoding without the signs that we write (a minus, names of the world) are given UTF-8.

    That is what redirected output on some systems has. A minus that is left out or replaced would be another number.
    What a stream does with bytes that are no text, such as those of a file's name, stays as it was.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            SIGNS.encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors=stream.errors)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def run_and_exit() -> None:
    """Entry point of the installed command."""
    sys.exit(main())
