"""``python -m multipolar`` is the same as ``multipolar``."""

from multipolar.cli import run_and_exit

if __name__ == "__main__":
    run_and_exit()
