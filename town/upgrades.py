"""From each older version of the town's rules to the next: what `engine.game.Upgrade` asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from engine.game import Upgrade
from engine.state import Entity
from town.days.upgrading import doings_of_person, doings_of_plan
from town.doings.upgrading import doings_of_player, saying_who_sleeps
from town.ground.upgrading import doings_of_map, map_in_parts
from town.minds.upgrading import doings_of_agent, without_inline_reasons
from town.people.upgrading import with_readings
from town.talk.upgrading import without_inline_words

Change = Callable[[msgspec.Raw], msgspec.Raw]


def _to_version_2(entities: Sequence[Entity]) -> Iterable[Entity]:
    """Words are kept apart: what stood inline of a line being written, or of a reason, is let go. Whether somebody
    sleeps is a field of what they do. Names are told apart by what they look like, which stands with each. The map is cut
    into chunks, places, buildings and fixtures."""
    for entity in entities:
        body = entity.body
        for change in _CHANGES_TO_2.get(entity.kind, ()):
            body = change(body)
        if entity.kind == "map":
            yield from map_in_parts(body)
        else:
            yield Entity(entity.kind, entity.id, body)


_CHANGES_TO_2: Mapping[str, tuple[Change, ...]] = {
    "agents": (without_inline_reasons, saying_who_sleeps(doings_of_agent)),
    "conversations": (without_inline_words,),
    "map": (saying_who_sleeps(doings_of_map),),
    "people": (saying_who_sleeps(doings_of_person),),
    "plans": (saying_who_sleeps(doings_of_plan),),
    "players": (saying_who_sleeps(doings_of_player), with_readings),
}

UPGRADES: Mapping[int, Upgrade] = {1: _to_version_2}
