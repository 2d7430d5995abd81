"""Puts the built browser app into the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from tooling import client, node


class BrowserApp(BuildHookInterface[Any]):
    """Builds web/client unless it is built, and ships only what came out."""

    def dependencies(self) -> list[str]:
        """A Node from a package, when the system has none that is new enough."""
        return [] if client.is_built() or node.system_node() else [node.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and add `dist` to the wheel."""
        if not client.is_built():
            found = node.system_node() or node.packaged_node()
            if found is None:
                message = "no Node 20.19 or later to build the browser app with"
                raise RuntimeError(message)
            client.build(found)
        build_data["force_include"][str(client.DIST)] = "web/client/dist"
