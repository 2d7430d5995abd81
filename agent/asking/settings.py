"""Which voice speaks, with which models, in what language and within what budget."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from agent.models.budget import Budget
from agent.models.course import ModelLimits
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.opening import ModelsSettings

SCRIPTED = "scripted"


class VoiceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the program fills them from its flags and environment.

    `chains` gives models to abilities (`agent.asking.ability`) by name; one without is the script's.
    """

    name: str = SCRIPTED
    language: str = "en"
    models: ModelsSettings = ModelsSettings()
    chains: Mapping[str, Chain] = msgspec.field(default_factory=dict[str, Chain])
    limits: Mapping[str, ModelLimits] = msgspec.field(default_factory=dict[str, ModelLimits])
    prices: Mapping[str, Price] = msgspec.field(default_factory=dict[str, Price])
    budget: Budget = Budget()
    prompts: tuple[Path, ...] = ()
    """Folders of prompts, LANGUAGE/NAME.vN.txt in each, that come before those which ship with their abilities."""
