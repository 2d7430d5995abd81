"""The inputs of the town: the only ways to change it. One module a theme, one small function an input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.inputs import Input
from town.inputs import agents, attendance, conversations, owners, players
from town.inputs.registry import town_input
from town.world import World

INPUTS: Mapping[str, Input[World, Any, Any]] = town_input.by_name

__all__ = ["INPUTS", "agents", "attendance", "conversations", "owners", "players"]
