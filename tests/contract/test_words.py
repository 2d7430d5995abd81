"""What is said, in every store: kept with its input, apart from it, and gone with its author."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from engine.inputs import ANYONE, Request
from engine.loading import game_of
from engine.store import AuthorForgotten, KeyReused, Store, TooManyWaiting, UnknownWorld
from engine.words import Said, said
from tests.counter.rules import COUNTING, HOLDER, new_world, push


async def say(
    store: Store, text: str, *, author: str = "n:1", key: str | None = None, carries: tuple[str, ...] = ()
) -> Said:
    """Something said with an input; returned once it is accepted."""
    told = said(await store.author_key("w", author), author, text, f"{key} text", carries)
    await store.send(
        "w",
        push.request(counter="n:1", by=told.words.length),
        actor=ANYONE,
        idempotency_key=key,
        words=[told],
    )
    return told


async def test_what_is_said_is_kept_with_its_input_and_found_by_its_id(store: Store) -> None:
    await store.create_world(new_world())
    hello, bye = await say(store, "Hello 🌻", key="a"), await say(store, "Bye", key="b", carries=("n:1",))
    found = await store.spoken("w", [hello.words.id, "0" * 32, bye.words.id, hello.words.id])
    assert found == {hello.words.id: hello, bye.words.id: bye}
    assert await store.spoken("w", []) == {}
    assert len(await store.inputs_after("w", 0, 10)) == 2
    await store.create_world(new_world("other"))
    assert await store.spoken("other", [hello.words.id]) == {}
    assert await store.author_key("other", "n:1") != await store.author_key("w", "n:1")
    with pytest.raises(UnknownWorld):
        await store.author_key("nowhere", "n:1")


async def test_what_is_said_again_with_the_same_key_is_said_once(store: Store) -> None:
    await store.create_world(new_world())
    key = await store.author_key("w", "n:1")
    told = [said(key, "n:1", text, "k text") for text in ("Hello", "Hello", "Other")]
    first, again, other = (Request("say", msgspec.Raw(msgspec.json.encode(each.words))) for each in told)
    sent = [
        store.send("w", r, actor=ANYONE, idempotency_key="k", words=[t])
        for r, t in ((first, told[0]), (again, told[1]))
    ]
    assert await asyncio.gather(*sent) == [1, 1]
    with pytest.raises(KeyReused):
        await store.send("w", other, actor=ANYONE, idempotency_key="k", words=[told[2]])
    assert (await store.spoken("w", [told[0].words.id]))[told[0].words.id].text == "Hello"


async def test_no_words_are_kept_of_an_input_that_is_not_accepted(store: Store) -> None:
    await store.create_world(new_world())
    kept = [await say(store, f"Line {number}", key=str(number)) for number in range(20)]
    key = await store.author_key("w", "n:1")
    late = said(key, "n:1", "Too late", "late")
    with pytest.raises(TooManyWaiting):
        await store.send("w", push.request(counter="n:1", by=1), actor=ANYONE, words=[late])
    assert await store.spoken("w", [late.words.id]) == {}
    assert len(await store.spoken("w", [each.words.id for each in kept])) == 20


async def test_who_is_forgotten_has_said_nothing_and_may_begin_anew(store: Store) -> None:
    await store.create_world(new_world())
    generation, game = await store.take("w", HOLDER), game_of(COUNTING, await store.load("w"))
    mine, yours = await say(store, "Mine", author="n:1"), await say(store, "Yours", author="n:2", key="k")
    quoted = await say(store, "She said: Mine", author="n:2", key="l", carries=("n:1",))
    ids = [each.words.id for each in (mine, yours, quoted)]
    due = [received.due_at(30) for received in await store.inputs_after("w", 0, 10)]
    await store.commit("w", generation, game.step(30, due))
    before, old_key = await store.load("w"), await store.author_key("w", "n:1")
    async with store.signals() as signals:
        await store.forget_author("w", "n:1")
        assert (await anext(signals)).world == "w"
    assert list(await store.spoken("w", ids)) == [yours.words.id]
    assert await store.load("w") == before, "the world is as it was"
    assert len(await store.input_log("w", 0, 10)) == 3
    late = said(old_key, "n:1", "Late", "late")
    with pytest.raises(AuthorForgotten):
        await store.send("w", push.request(counter="n:1", by=1), actor=ANYONE, words=[late])
    assert len(await store.inputs_after("w", 0, 10)) == 3, "nor is the input"
    hearsay = await say(store, "She said: Mine, once more", author="n:2", key="m", carries=("n:1",))
    assert await store.spoken("w", [hearsay.words.id]) == {}, "it is gone from the start"
    assert await store.author_key("w", "n:1") != old_key
    anew = await say(store, "Anew", author="n:1", key="n")
    assert await store.spoken("w", [anew.words.id]) == {anew.words.id: anew}
    await store.forget_author("w", "nobody")
    await store.delete_world("w")
    assert await store_is_empty_of(store, anew)


async def store_is_empty_of(store: Store, told: Said) -> bool:
    """Whether a world founded anew under the id of a deleted one has nothing of what was said in that."""
    await store.create_world(new_world())
    return not await store.spoken("w", [told.words.id])
