"""What only a world's owner may do."""

from functools import partial

import pytest

from engine.inputs import Authority
from tests.towns import place, play
from town.minds.operations import PLAN_DAY
from town.owner.time import pause, resume, set_speed, single_step
from town.owner.villagers import create_agent
from town.rules import TOWN


def test_the_pace_of_time_is_part_of_the_state() -> None:
    game = play()
    game.send(pause.request())
    game.send(set_speed.request(speed_permille=4000))
    assert (game.world.clock.paused, game.world.clock.speed_permille) == (True, 4000)
    game.send(set_speed.request(flat_out=True))
    game.send(resume.request())
    assert (game.world.clock.paused, game.world.clock.flat_out) == (False, True)
    game.send(set_speed.request(speed_permille=1000))
    assert not game.world.clock.flat_out


def test_only_a_paused_town_is_stepped_by_hand() -> None:
    game = play()
    assert "not paused" in game.rejected(single_step.request())
    game.send(pause.request())
    game.send(single_step.request())


@pytest.mark.parametrize("speed", [0, -1, 249, 64_001, 2**70])
def test_speeds_have_bounds(speed: int) -> None:
    assert "speedPermille" in play().rejected(set_speed.request(speed_permille=speed))


def test_a_new_villager_lives_at_once() -> None:
    game = play(places=[place("home", 0, 0, 2, 2)])
    newcomer = partial(
        create_agent.request, character="look-05", pronouns="she/her", background="New here.", age=33
    )
    agent = game.send(newcomer(name="Wren", home="home"))
    game.seconds(1.1)
    assert game.world.agents[agent].operation is not None
    assert [operation.kind for operation in game.operations] == [PLAN_DAY]
    assert "called wren is here already" in game.rejected(newcomer(name="wren"))
    assert "no place" in game.rejected(newcomer(name="Rook", home="moon"))


def test_every_input_says_who_may_send_it() -> None:
    anyone = {name for name, declared in TOWN.inputs.items() if declared.authority is Authority.ANYONE}
    assert anyone == {"join"}
    for declared in TOWN.inputs.values():
        assert declared.description
        if declared.authority is Authority.SUBJECT:
            assert declared.subject == "player"
