"""The examples do what they say, and leave the town they fork as it is."""

import importlib
import re
import sys
from pathlib import Path

import msgspec
import pytest

from engine.game import DueInput, Error, Game, Step
from everbrook.forking import chosen_fork
from everbrook.settings import Settings as ProgramSettings
from examples.harbor import HARBOR, wave
from tests.towns import town_map, villager
from town.founding import found_world
from town.ids import PlayerId
from town.people.inputs import join
from town.rules import TOWN
from town.settings import Settings
from town.world import World

HOUR_MS = 120_000
FORKS = Path(__file__).parents[2] / "docs" / "FORKS.md"


def harbor(*, leap: bool = True) -> Game[World]:
    world = found_world(town_map(), 1, Settings(template="test"), [villager(1)], rules=HARBOR)
    return Game(HARBOR, world, leap=leap)


def kinds(step: Step) -> list[str]:
    return [event.kind for event in step.events]


def test_the_bell_strikes_once_an_hour_leaping_or_not() -> None:
    for leap in (True, False):
        step = harbor(leap=leap).step(60 * (3 * HOUR_MS // 1000) + 30, [])
        struck = [event for event in step.events if event.kind == "bellStruck"]
        assert [event.at_ms for event in struck] == [HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS]


def test_people_wave_at_those_they_see() -> None:
    game = harbor()
    joined = join.request(name="Ada", character="look-02")
    game.step(1, [DueInput(1, 0, joined.name, joined.args)])
    ada = next(player.id for player in game.world.players.values() if player.human)
    other = next(player.id for player in game.world.players.values() if not player.human)
    waved = wave.request(player=ada, at=other)
    unseen = wave.request(player=ada, at=PlayerId("p:99"))
    step = game.step(2, [DueInput(2, 1, waved.name, waved.args), DueInput(3, 1, unseen.name, unseen.args)])
    assert "waved" in kinds(step)
    assert isinstance(step.answers[1].outcome, Error)
    assert msgspec.json.decode(step.events[0].body)["player"] == ada


def test_a_fork_leaves_the_town_as_it_is() -> None:
    assert "wave" not in TOWN.inputs
    assert len(HARBOR.systems) == len(TOWN.systems) + 1
    assert "bells" not in TOWN.public


def test_the_fork_of_the_guide_runs_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, fork = re.findall(r"```python\n(.*?)```", FORKS.read_text(), re.DOTALL)
    (tmp_path / "glade").mkdir()
    (tmp_path / "glade" / "rules.py").write_text(rules)
    (tmp_path / "glade" / "__init__.py").write_text(fork)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    glade = chosen_fork(ProgramSettings(rules="glade:FORK")).rules
    game = Game(glade, found_world(town_map(), 1, Settings(template="test"), [villager(1)], rules=glade))
    joined = join.request(name="Ada", character="look-02")
    game.step(1, [DueInput(1, 0, joined.name, joined.args)])
    ada = next(player.id for player in game.world.players.values() if player.human)
    whistled = importlib.import_module("glade.rules").whistle.request(player=ada)
    step = game.step(2, [DueInput(2, 1, whistled.name, whistled.args)])
    assert kinds(step) == ["whistled"]
