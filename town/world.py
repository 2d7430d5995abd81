"""The world of the town: its parts are the entity kinds of docs/WIRE.md."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.chance import Chance, Drawn
from engine.clock import Pace
from engine.columns import Column, Interpolation, Table
from engine.inputs import Rejected
from engine.operations import Effects
from engine.state import DERIVED
from town.agenda import Agenda
from town.constants import POSITION_TOLERANCE_UNITS, WALKER_CAPACITY
from town.entities import Agent, Conversation, Member, ObjectState, Person, Player, Settings
from town.geometry import Tile
from town.map import TownMap
from town.pathfinding import Grid
from town.plans import Plan

WALKER_COLUMNS = {
    # Where a body is, in units, and how it looks: what viewers replay.
    "x": Column(np.int32, Interpolation.LINEAR, POSITION_TOLERANCE_UNITS),
    "y": Column(np.int32, Interpolation.LINEAR, POSITION_TOLERANCE_UNITS),
    "facing": Column(np.int8, Interpolation.HOLD),
    "speed": Column(np.int32, Interpolation.HOLD),
    # The tile it holds: the one it stands on, or the end of the leg it is on. Nobody else may hold it.
    "tile_x": Column(np.int32),
    "tile_y": Column(np.int32),
    # Since when it walks without a stop, and how far (units) it will have come when the present leg ends.
    "run_from_ms": Column(np.int64),
    "leg_end_units": Column(np.int64),
    # When to plan the way to the destination (0: not), and after when the walk is given up (0: not planned yet).
    "plan_at_ms": Column(np.int64),
    "give_up_at_ms": Column(np.int64),
}


@dataclass
class Agendas:
    """For each system that waits for times, which thing is due when."""

    humans: Agenda = field(default_factory=Agenda)
    activities: Agenda = field(default_factory=Agenda)
    headings: Agenda = field(default_factory=Agenda)
    conversations: Agenda = field(default_factory=Agenda)
    agents: Agenda = field(default_factory=Agenda)
    plans: Agenda = field(default_factory=Agenda)
    legs: Agenda = field(default_factory=Agenda)
    objects: Agenda = field(default_factory=lambda: Agenda(order=str))


@dataclass
class World:
    """The state of a town, and below it what is derived from the state.

    Lookups raise `Rejected` with a sentence for who asked. The `set_` methods are the only way to change the
    frozen things: they keep what is derived in step.
    """

    clock: Pace
    settings: Settings
    map: TownMap
    walkers: Table
    players: dict[str, Player]
    people: dict[str, Person]
    plans: dict[str, Plan]
    agents: dict[str, Agent]
    conversations: dict[str, Conversation]
    objects: dict[str, ObjectState]
    chance: Chance
    next_id: int

    effects: Effects = field(default_factory=Effects, metadata=DERIVED)
    agendas: Agendas = field(default_factory=Agendas, metadata=DERIVED)
    grid: Grid = field(init=False, metadata=DERIVED)
    holders: dict[int, str] = field(default_factory=dict[int, str], metadata=DERIVED)
    """Who holds a tile, by its index."""
    agent_ids: dict[str, str] = field(default_factory=dict[str, str], metadata=DERIVED)
    """The agent of a player."""
    approaching: set[str] = field(default_factory=set[str], metadata=DERIVED)
    """The conversations whose two are walking over to each other."""
    object_used_by: dict[str, str] = field(default_factory=dict[str, str], metadata=DERIVED)
    """The key in `objects` of what a player uses."""

    def new_id(self, letter: str) -> str:
        """The next id, `p:7` for the letter p."""
        self.next_id += 1
        return f"{letter}:{self.next_id - 1}"

    def player(self, id_: str) -> Player:
        """Somebody who is in the world."""
        player = self.players.get(id_)
        if player is None:
            raise Rejected(f"there is no player {id_} in this world")
        return player

    def human(self, id_: str) -> Player:
        """A human in the world; villagers have minds of their own."""
        player = self.player(id_)
        if not player.human:
            raise Rejected(f"{player.name} is a villager, whom no player moves")
        return player

    def agent(self, id_: str) -> Agent:
        """An agent in the world."""
        agent = self.agents.get(id_)
        if agent is None:
            raise Rejected(f"there is no agent {id_} in this world")
        return agent

    def agent_of(self, player_id: str) -> Agent | None:
        """The agent of a player; None for humans."""
        agent_id = self.agent_ids.get(player_id)
        return None if agent_id is None else self.agents[agent_id]

    def conversation(self, id_: str) -> Conversation:
        """A conversation under way."""
        conversation = self.conversations.get(id_)
        if conversation is None:
            raise Rejected(f"there is no conversation {id_} under way")
        return conversation

    def membership(self, conversation_id: str, player_id: str) -> tuple[Conversation, Member]:
        """A conversation under way with the membership of one of its two."""
        conversation = self.conversation(conversation_id)
        member = conversation.members.get(player_id)
        if member is None:
            raise Rejected(f"{self.player(player_id).name} is not in conversation {conversation_id}")
        return conversation, member

    def tile_of(self, player_id: str) -> Tile:
        """The tile that a player holds: stands on, or is about to."""
        slot = self.walkers.slot_of[player_id]
        return Tile(int(self.walkers["tile_x"][slot]), int(self.walkers["tile_y"][slot]))

    def set_player(self, player: Player) -> None:
        """Put a player in the place of what they were."""
        self.players[player.id] = player
        self.agendas.humans.touch(player.id)
        self.agendas.activities.touch(player.id)
        self.agendas.headings.touch(player.id)
        agent_id = self.agent_ids.get(player.id)
        if agent_id is not None:
            self.agendas.agents.touch(agent_id)

    def remove_player(self, player_id: str) -> None:
        """Take a player out of the world, whose body is gone already."""
        del self.players[player_id]
        self.agendas.humans.touch(player_id)
        self.agendas.activities.touch(player_id)
        self.agendas.headings.touch(player_id)

    def set_agent(self, agent: Agent) -> None:
        """Put an agent in the place of what it was."""
        self.agents[agent.id] = agent
        self.agent_ids[agent.player] = agent.id
        self.agendas.agents.touch(agent.id)

    def set_conversation(self, conversation: Conversation) -> None:
        """Put a conversation in the place of what it was."""
        self.conversations[conversation.id] = conversation
        self._touch_conversation(conversation)

    def remove_conversation(self, conversation: Conversation) -> None:
        """Take a conversation out of the world."""
        del self.conversations[conversation.id]
        self._touch_conversation(conversation)

    def set_object(self, key: str, object_: ObjectState) -> None:
        """Put an object's state in the place of what it was."""
        for user in self._users_of(key).difference(object_.users):
            del self.object_used_by[user]
        self.objects[key] = object_
        self.object_used_by.update(dict.fromkeys(object_.users, key))
        self.agendas.objects.touch(key)

    def remove_object(self, key: str) -> None:
        """Leave an object at rest."""
        for user in self._users_of(key):
            del self.object_used_by[user]
        del self.objects[key]
        self.agendas.objects.touch(key)

    def _users_of(self, key: str) -> set[str]:
        before = self.objects.get(key)
        return set(before.users) if before else set()

    def _touch_conversation(self, conversation: Conversation) -> None:
        self.agendas.conversations.touch(conversation.id)
        if conversation.is_approaching() and conversation.id in self.conversations:
            self.approaching.add(conversation.id)
        else:
            self.approaching.discard(conversation.id)
        for player_id in conversation.members:
            agent_id = self.agent_ids.get(player_id)
            if agent_id is not None:
                self.agendas.agents.touch(agent_id)


def empty_world() -> World:
    """A world without any state yet, to restore into."""
    return World(
        clock=Pace(),
        settings=Settings(template=""),
        map=TownMap("", (), Tile(0, 0)),
        walkers=Table(WALKER_COLUMNS, WALKER_CAPACITY),
        players={},
        people={},
        plans={},
        agents={},
        conversations={},
        objects={},
        chance=Chance(Drawn(0, {})),
        next_id=1,
    )


def prepare(world: World) -> None:
    """Make what is derived from the state again."""
    world.grid = Grid(world.map)
    world.agendas = Agendas()
    world.agent_ids = {agent.player: agent.id for agent in world.agents.values()}
    world.holders = {world.grid.index(world.tile_of(id_)): id_ for id_ in world.walkers}
    for id_ in world.players:
        for agenda in (
            world.agendas.humans,
            world.agendas.activities,
            world.agendas.headings,
            world.agendas.plans,
            world.agendas.legs,
        ):
            agenda.touch(id_)
    world.approaching = {id_ for id_, talk in world.conversations.items() if talk.is_approaching()}
    for id_ in world.conversations:
        world.agendas.conversations.touch(id_)
    for id_ in world.agents:
        world.agendas.agents.touch(id_)
    world.object_used_by = {user: key for key, object_ in world.objects.items() for user in object_.users}
    for key in world.objects:
        world.agendas.objects.touch(key)
