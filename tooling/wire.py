"""Writes what follows from the server's structs: the page's types, and tables of docs/WIRE.md.

`python -m tooling.wire write` does it. `check` says which of them are not as the server's description, which
`everbrook schema` prints, would have them.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tooling import typescript, wire_tables

ROOT = Path(__file__).resolve().parent.parent
GENERATED = Path("web/client/src/wire/generated")
DOCUMENT = Path("docs/WIRE.md")
NOTICE = "// Made from the server's structs: run `make wire`, edit nothing here.\n\n"


def described() -> dict[str, Any]:
    """The server's description of the API and all that goes over the wire."""
    command = [sys.executable, "-m", "everbrook", "schema"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def made_from(description: Mapping[str, Any], document: str) -> dict[Path, str]:
    """Each file that follows from a description; `document` is docs/WIRE.md as it is."""
    components = description["components"]["schemas"]
    return {
        GENERATED / "types.ts": NOTICE + typescript.declarations(components),
        GENERATED / "values.ts": NOTICE + _values(description),
        DOCUMENT: wire_tables.filled(document, description),
    }


def stale() -> list[Path]:
    """The files that are not as they would be written now."""
    made = made_from(described(), (ROOT / DOCUMENT).read_text())
    return [path for path, text in made.items() if not _is(ROOT / path, text)]


def write() -> None:
    """Write them all; those that are as they should be are left alone."""
    for path, text in made_from(described(), (ROOT / DOCUMENT).read_text()).items():
        if not _is(ROOT / path, text):
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text)


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


def _values(description: Mapping[str, Any]) -> str:
    """What the page must know at run time."""
    components = description["components"]["schemas"]
    frames = components["Frame"]["discriminator"]["mapping"]
    values = {
        "RULES": description["x-rules"],
        "ENTITY_KINDS": list(components["EntityMap"]["properties"]),
        "MAP_KINDS": list(components["MapEntities"]["properties"]),
        "FRAME_KINDS": list(frames),
    }
    return "\n".join(
        f"export const {name} = {json.dumps(value, indent=2)} as const;\n" for name, value in values.items()
    )


def _main(task: str) -> None:
    if task == "write":
        write()
    elif found := stale():
        sys.exit(f"Not as the server has it: {', '.join(map(str, found))}.\n  Run `make wire` and commit.")


if __name__ == "__main__":
    _main(sys.argv[1])
