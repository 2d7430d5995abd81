"""The drafts that a web process holds for its viewers."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.virtual_time import run_in_virtual_time
from tests.live.client import decode_frame
from town.ids import OperationId, PlayerId
from town.talk.drafts import Draft
from web.drafts import MOST_SPEAKERS, DraftBoard
from web.encoding import Message

WRITTEN = st.lists(
    st.tuples(st.sampled_from(["p:1", "p:3", "p:5"]).map(PlayerId), st.booleans()), max_size=40
)


def draft(player: PlayerId, text: str) -> Draft:
    return Draft(player=player, operation=OperationId("o:1"), uuid="m", text=text)


def texts(frames: list[Message]) -> dict[str, str]:
    read = [decode_frame(frame.plain).fields for frame in frames]
    return {fields["player"]: fields["text"] for fields in read}


@given(WRITTEN)
def test_who_looks_now_and_then_sees_the_newest_of_each_once(written: list[tuple[PlayerId, bool]]) -> None:
    async def play() -> None:
        board, at = DraftBoard(lambda: None), 0
        unseen: dict[str, str] = {}
        for number, (player, looks) in enumerate(written):
            board.put(draft(player, str(number)))
            unseen[player] = str(number)
            if looks:
                assert texts(board.after(at)) == unseen
                unseen, at = {}, board.newest
        assert texts(board.after(at)) == unseen

    run_in_virtual_time(play())


def test_many_at_once_are_told_once_and_not_all_held() -> None:
    async def play() -> None:
        told: list[int] = []
        board = DraftBoard(lambda: told.append(board.newest))
        for number in range(10 * MOST_SPEAKERS):
            board.put(draft(PlayerId(f"p:{number}"), "Hello"))
        assert told == []
        await asyncio.sleep(1)
        assert told == [10 * MOST_SPEAKERS]
        assert len(board.after(0)) == MOST_SPEAKERS

    run_in_virtual_time(play())
