"""Conversations: how they come about, who may do what in them, and what ends them."""

import msgspec
import pytest
from msgspec.structs import replace

from engine.inputs import Rejected
from tests.saying import words
from tests.towns import Play, place, play, villager
from town.bodies.inputs import move_to
from town.ground.geometry import Facing, Tile, tiles_apart
from town.ground.map import Area
from town.ids import ConversationId, PlayerId
from town.people.inputs import join, leave
from town.rules import TOWN
from town.talk.constants import COME_CLOSER_FOR_MS
from town.talk.inputs import (
    accept_invite,
    finish_sending_message,
    leave_conversation,
    reject_invite,
    start_conversation,
    start_typing,
)
from town.talk.state import Membership
from town.talk.text import clean_name


@pytest.fixture
def game() -> Play:
    return play(entry=Tile(2, 2))


def visitor(game: Play, name: str) -> PlayerId:
    return game.send(join.request(name=name, character="look-02"))


def talking(game: Play) -> tuple[PlayerId, PlayerId, ConversationId]:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    talk = game.send(start_conversation.request(player=ada, invitee=bo))
    game.send(accept_invite.request(player=bo, conversation=talk))
    game.seconds(3)
    assert game.world.conversations[talk].started_at_ms() is not None
    return ada, bo, talk


def say(game: Play, player: PlayerId, talk: ConversationId, text: str = "Hello") -> None:
    game.send(
        finish_sending_message.request(player=player, conversation=talk, message_uuid="m-1", text=words(text))
    )


def test_two_who_agree_walk_to_each_other_and_face_each_other(game: Play) -> None:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    game.send(move_to.request(player=bo, destination=Tile(12, 9)))
    game.seconds(30)
    talk = game.send(start_conversation.request(player=ada, invitee=bo))
    members = game.world.conversations[talk].members
    assert (members[ada].status, members[bo].status) == (Membership.WALKING_OVER, Membership.INVITED)
    game.send(accept_invite.request(player=bo, conversation=talk))
    game.seconds(20)
    assert game.world.conversations[talk].started_at_ms() is not None
    here, there = game.world.tile_of(ada), game.world.tile_of(bo)
    assert tiles_apart(here, there) == 1
    facing = {id_: game.world.walkers.row(id_)["facing"] for id_ in (ada, bo)}
    assert facing[ada] + facing[bo] == Facing.DOWN + Facing.UP
    assert game.events[-1] == (
        "conversationStarted",
        {"kind": "conversationStarted", "conversation": talk, "members": [ada, bo]}
        | {"startedAtMs": game.world.conversations[talk].started_at_ms()},
    )


def test_both_walk_to_the_middle_when_they_are_far_apart(game: Play) -> None:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    game.send(move_to.request(player=bo, destination=Tile(14, 2)))
    game.seconds(20)
    start = game.world.tile_of(ada)
    talk = game.send(start_conversation.request(player=ada, invitee=bo))
    game.send(accept_invite.request(player=bo, conversation=talk))
    game.seconds(12)
    assert 3 <= tiles_apart(start, game.world.tile_of(ada)) <= 8


@pytest.mark.parametrize(("room", "talks"), [(Area(2, 2, 3, 1), True), (Area(4, 2, 1, 1), False)])
def test_two_with_a_table_between_them_talk_across_it_but_not_through_a_wall(room: Area, talks: bool) -> None:
    home = replace(place("home", 4, 2, 1, 1), area=room)
    game = play(("...#....",) * 6, [home], [villager(0, "home")], entry=Tile(2, 2))
    ada = visitor(game, "Ada")
    talk = game.send(start_conversation.request(player=ada, invitee=PlayerId("p:1")))
    game.seconds(COME_CLOSER_FOR_MS // 1000 - 1)
    assert game.world.conversations[talk].started_at_ms() is None
    game.seconds(3)
    assert (game.world.conversations[talk].started_at_ms() is not None) is talks
    assert tiles_apart(game.world.tile_of(ada), game.world.tile_of(PlayerId("p:1"))) == 2


def test_an_invite_lapses(game: Play) -> None:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    game.send(start_conversation.request(player=ada, invitee=bo))
    game.seconds(3600)
    assert game.world.conversations, "world time hurries nobody"
    game.lose_patience("invite")
    assert not game.world.conversations
    assert game.world.players[ada].conversation is None
    assert "conversationEnded" not in {kind for kind, _ in game.events}


def test_an_invite_can_be_rejected_once(game: Play) -> None:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    talk = game.send(start_conversation.request(player=ada, invitee=bo))
    assert "answered already" in game.rejected(accept_invite.request(player=ada, conversation=talk))
    game.send(reject_invite.request(player=bo, conversation=talk))
    assert "no conversation" in game.rejected(reject_invite.request(player=bo, conversation=talk))


def test_one_conversation_a_person(game: Play) -> None:
    ada, bo, _ = talking(game)
    cy = visitor(game, "Cy")
    assert "Bo is in a conversation" in game.rejected(start_conversation.request(player=cy, invitee=bo))
    assert "you are in a conversation" in game.rejected(start_conversation.request(player=ada, invitee=cy))
    assert "yourself" in game.rejected(start_conversation.request(player=cy, invitee=cy))


def test_nobody_walks_away_while_talking(game: Play) -> None:
    ada, _, talk = talking(game)
    assert "leave the conversation" in game.rejected(move_to.request(player=ada, destination=Tile(9, 9)))
    game.send(leave_conversation.request(player=ada, conversation=talk))
    game.send(move_to.request(player=ada, destination=Tile(9, 9)))


def test_a_message_is_an_event_and_the_state_keeps_only_that_it_was_said(game: Play) -> None:
    ada, _, talk = talking(game)
    say(game, ada, talk, "Hello there\nBo")
    assert game.events[-1] == (
        "message",
        {"kind": "message", "conversation": talk, "player": ada, "name": "Ada"}
        | {"text": msgspec.to_builtins(words("Hello there\nBo")), "uuid": "m-1", "emotion": "calm"},
    )
    conversation = game.world.conversations[talk]
    assert conversation.message_count == 1
    assert conversation.last_message is not None
    assert conversation.last_message.player == ada


def test_one_types_at_a_time_until_the_message_or_the_lapse(game: Play) -> None:
    ada, bo, talk = talking(game)
    typing = start_typing.request(player=ada, conversation=talk, message_uuid="m-1")
    game.send(typing)
    too_early = start_typing.request(player=bo, conversation=talk, message_uuid="m-2")
    assert "Ada is writing" in game.rejected(too_early)
    say(game, ada, talk)
    game.send(too_early)
    game.seconds(120)
    assert game.world.conversations[talk].typing is not None, "world time hurries nobody"
    game.lose_patience("typing")
    assert game.world.conversations[talk].typing is None


def test_a_talk_ends_for_both_when_one_leaves_it_or_the_world(game: Play) -> None:
    ada, bo, talk = talking(game)
    game.send(leave.request(player=bo))
    assert not game.world.conversations
    assert game.world.players[ada].conversation is None
    kinds = [kind for kind, _ in game.events]
    assert kinds[-4:] == ["conversationEnded", "talked", "talked", "playerLeft"]
    assert "no conversation" in game.rejected(
        finish_sending_message.request(player=ada, conversation=talk, message_uuid="m", text=words("Bo?"))
    )


def test_strangers_have_no_say_in_a_talk(game: Play) -> None:
    _, _, talk = talking(game)
    cy = visitor(game, "Cy")
    for request in (
        leave_conversation.request(player=cy, conversation=talk),
        start_typing.request(player=cy, conversation=talk, message_uuid="m"),
        finish_sending_message.request(player=cy, conversation=talk, message_uuid="m", text=words("Hi")),
    ):
        assert "Cy is not in conversation" in game.rejected(request)


@pytest.mark.parametrize("text", ["a\x07b", "\u202eabc", "   ", "\x1b[31mred", "x" * 501])
def test_messages_are_checked_where_they_are_submitted(text: str) -> None:
    with pytest.raises(Rejected, match=r"a message|500 characters"):
        finish_sending_message.cleaned("text", text)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("  ", "at least one"),
        ("", ">= 1"),
        ("\u200b\u3164\u2800\ufe0f", "at least one"),
        ("a\x07b", "control"),
        ("a\u202eb", "control"),
        ("x" * 41, "40 characters"),
        ("Z" + "o\u0301" * 40, "40 characters"),
    ],
)
def test_names_are_checked(game: Play, name: str, why: str) -> None:
    assert why in game.rejected(join.request(name=name, character="look-01"))
    with pytest.raises(Rejected):
        clean_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "DOV DAKO",
        "Dov  Dako",
        "Dov\u3000Dako",
        "Dov\n Dako\t",
        "D\u200bov\u00ad Dako",
        "Dov\u2060 \ufeffDako\U000e0041",
        "Dov\ufe0f D\u034fako",
        "D\u043ev D\u0430k\u043e",
        "\uff24\uff4f\uff56 \uff24\uff41\uff4b\uff4f",
        "\U0001d403ov Dak0",
    ],
)
def test_a_name_that_looks_like_another_is_refused_while_that_one_is_here(game: Play, name: str) -> None:
    dov = visitor(game, " Dov Dako ")
    assert game.world.players[dov].name == "Dov Dako"
    assert "is here already" in game.rejected(join.request(name=name, character="look-01"))
    game.send(leave.request(player=dov))
    visitor(game, name)


def test_who_submits_an_input_cannot_say_what_its_name_reads_like() -> None:
    with pytest.raises(Rejected, match="readings"):
        join.decode(b'{"name": "Dov Dako", "character": "look-01", "readings": ["x"]}')
    kept = join.taken(join.decode(b'{"name": " Dov  Dako", "character": "look-01"}'))
    assert kept == join.request(name="Dov Dako", character="look-01", readings=("x",))


def test_rules_compare_the_readings_that_stand_in_the_input(game: Play) -> None:
    """So that a world replays alike with another table of characters."""
    visitor(game, "Ada")
    lookalike = join.request(name="Ada", character="look-01")
    args = msgspec.json.decode(lookalike.args)
    other = msgspec.structs.replace(
        lookalike, args=msgspec.Raw(msgspec.json.encode({**args, "readings": ["b"]}))
    )
    game.send(other)


def test_at_most_so_many_humans_and_idle_ones_leave(game: Play) -> None:
    for number in range(8):
        visitor(game, f"Visitor {number}")
    assert "8 visitors" in game.rejected(join.request(name="Late", character="look-01"))
    game.seconds(3600)
    assert len(game.world.players) == 8, "world time hurries nobody"
    for patience in list(TOWN.patience(game.world)):
        game.send(patience.request)
    assert not game.world.players
    assert not len(game.world.walkers)


def test_who_has_done_something_since_is_not_idle(game: Play) -> None:
    ada = visitor(game, "Ada")
    (stale,) = TOWN.patience(game.world)
    game.send(move_to.request(player=ada, destination=Tile(3, 3)))
    assert "done something since" in game.rejected(stale.request)
    assert {patience.key for patience in TOWN.patience(game.world)} != {stale.key}


def test_what_is_answered_lapses_no_more(game: Play) -> None:
    ada, bo = visitor(game, "Ada"), visitor(game, "Bo")
    talk = game.send(start_conversation.request(player=ada, invitee=bo))
    (invite,) = [p for p in TOWN.patience(game.world) if p.key.startswith("invite:")]
    game.send(accept_invite.request(player=bo, conversation=talk))
    assert "answered" in game.rejected(invite.request)
    game.seconds(5)
    game.send(start_typing.request(player=ada, conversation=talk, message_uuid="m-1"))
    (typing,) = [p for p in TOWN.patience(game.world) if p.key.startswith("typing:")]
    say(game, ada, talk)
    game.send(start_typing.request(player=ada, conversation=talk, message_uuid="m-2"))
    assert "nobody waits" in game.rejected(typing.request)


def test_villagers_take_no_orders_from_players() -> None:
    game = play(places=[place("home", 0, 0, 2, 2)], villagers=[villager(1, "home")])
    assert "is a villager" in game.rejected(move_to.request(player=PlayerId("p:1"), destination=Tile(3, 3)))
