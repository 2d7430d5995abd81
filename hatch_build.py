"""Puts the built browser app into the wheel."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserApp(BuildHookInterface[Any]):
    """Builds web/client unless it is built, and ships only what came out."""

    def dependencies(self) -> list[str]:
        """A Node from a package, when the system has none that is new enough."""
        client = self._client()
        return [] if client.is_built() or client.system_node() else [client.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and add `dist` to the wheel."""
        client = self._client()
        if not client.is_built():
            node = client.system_node() or client.packaged_node()
            if node is None:
                message = "no Node 20.19 or later to build the browser app with"
                raise RuntimeError(message)
            client.build(node)
        build_data["force_include"][str(client.DIST)] = "web/client/dist"

    def _client(self) -> Any:
        sys.path.insert(0, self.root)
        from tooling import client  # noqa: PLC0415 - found beside this file only now

        return client
