"""What stands under each help text: examples of that verb, and the exit codes."""

from __future__ import annotations

EXIT_CODES = (
    "**Exit codes:** 0 well; 1 a check does not hold; 2 usage, scenario or assumption; 3 data; 4 no equilibrium; "
    "5 run folder or output file."
)


def examples(*commands: str) -> str:
    """Markdown with one line for each command (given without the program's name), then the exit codes."""
    # Hard line breaks: a block of code would stand between blank lines.
    lines = [f"`multipolar {command}`" for command in commands]
    return "  \n".join(["**Examples**", *lines]) + f"\n\n{EXIT_CODES}"
