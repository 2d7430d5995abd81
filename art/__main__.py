"""`python -m art` writes the art and the map; `--preview FILE` draws the scene to look at."""

import argparse
from pathlib import Path

from art.outputs import draw, write
from art.scene import preview


def main() -> None:
    """Parse the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m art", description=__doc__)
    parser.add_argument("--preview", type=Path, help="write a picture of the scene by day and by night")
    arguments = parser.parse_args()
    outputs = draw()
    if arguments.preview:
        preview(outputs).save(arguments.preview)
    else:
        write(outputs)


if __name__ == "__main__":
    main()
