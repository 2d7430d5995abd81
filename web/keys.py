"""Keys: who may do what. They are kept hashed, and travel in the Authorization header alone."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import msgspec
from litestar import Request

from engine.inputs import ANYONE, Authority, Input
from engine.keys import Key, Role
from engine.store import Store
from web.problems import Problem

LEAST_SECRET_CHARACTERS = 16
"""What a stranger's idempotency key needs to stand for its stranger; a UUID has more."""


def new_key() -> str:
    """A fresh key of 192 random bits."""
    return secrets.token_urlsafe(24)


def hash_key(key: str) -> bytes:
    """What is stored of a key; keys are random, so a plain hash can't be searched."""
    return hashlib.sha256(key.encode()).digest()


def callers_key(actor: str, idempotency_key: str | None) -> str | None:
    """An idempotency key as its caller's own; None where it can't be told whose it is.

    Who has no key of their own is known by the idempotency key alone, wherever they are. So it counts only if nobody
    guesses it, and is kept as a digest: it is what tells them from others.
    """
    if idempotency_key is None or actor != ANYONE:
        return idempotency_key
    if len(idempotency_key) < LEAST_SECRET_CHARACTERS:
        return None
    return f"secret:{hashlib.sha256(idempotency_key.encode()).hexdigest()}"


def bearer_key(request: Request[Any, Any, Any]) -> str | None:
    """The key of the Authorization header, if there is one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


_RANKS = {Role.VIEWER: 0, Role.PLAYER: 1, Role.CO_OWNER: 2, Role.OWNER: 3, Role.OPERATOR: 4}
"""A key may do all that one of a lower rank may, but act as another's subject."""


async def require_owner(store: Store, world_id: str, key: str | None) -> Key:
    """The key, of an owner, a co-owner or an operator. Raises `Problem` for any other, and `UnknownWorld`."""
    found = await _require_key(store, world_id, key, "the world's owner key")
    if _RANKS[found.role] < _RANKS[Role.CO_OWNER]:
        raise _key_wrong("This is not the world's owner key.", "Use the key that creating the world gave.")
    return found


async def require_any_key(store: Store, key: str | None) -> Key:
    """The key, if it opens anything. Raises `Problem`."""
    if key is None:
        raise _key_missing("a key")
    found = await store.key_by_hash(hash_key(key))
    if found is None:
        raise _key_wrong("This key opens nothing here.", "Check that the key is whole, and of this town.")
    return _in_force(found)


async def require_operator(store: Store, key: str | None, needed: str) -> Key:
    """The key, of an operator. Raises `Problem` for any other."""
    if key is None:
        raise _key_missing(needed)
    found = await store.key_by_hash(hash_key(key))
    if found is None or found.role is not Role.OPERATOR:
        raise _key_wrong(f"This needs {needed}.", "`everbrook link` makes a link that gives one.")
    return _in_force(found)


async def require_authority(
    store: Store,
    world_id: str,
    declared: Input[Any, Any, Any],
    arguments: msgspec.Struct,
    key: str | None,
) -> Key:
    """The key, which may send this input. Raises `Problem` for any other, and `UnknownWorld`."""
    if declared.authority is Authority.OWNER:
        return await require_owner(store, world_id, key)
    if declared.authority is Authority.SUBJECT:
        assert declared.subject is not None
        return await _require_subject(store, world_id, str(getattr(arguments, declared.subject)), key)
    if declared.authority is Authority.OPERATION:
        raise _key_wrong(
            f"{declared.name} is the report of a world's own operation; nobody sends it from outside.",
            "GET the world's inputs/schema says what may be sent.",
        )
    if declared.authority is Authority.SERVER:
        raise _key_wrong(
            f"{declared.name} is sent by the server alone; nobody sends it from outside.",
            "GET the world's inputs/schema says what may be sent.",
        )
    raise _key_wrong(
        f"{declared.name} gives a key, so it has an address of its own.",
        "POST to /api/worlds/{id}/players instead.",
    )


async def actor_of(store: Store, world_id: str, key: str | None) -> str:
    """Who sends what anybody may. Raises `Problem` for a key that opens nothing here."""
    return (
        ANYONE
        if key is None
        else (await _require_key(store, world_id, key, "a key of this world, or none")).id
    )


async def _require_subject(store: Store, world_id: str, subject: str, key: str | None) -> Key:
    found = await _require_key(store, world_id, key, f"the key of {subject}")
    if _RANKS[found.role] < _RANKS[Role.PLAYER] or found.subject != subject:
        raise _key_wrong(f"This is not the key of {subject}.", "Use the key that joining gave.")
    return found


async def _require_key(store: Store, world_id: str, key: str | None, needed: str) -> Key:
    """A key that opens something in this world now."""
    found = None if key is None else await store.key_by_hash(hash_key(key))
    if found is None or found.world_id != world_id:
        await store.world(world_id)  # one that is not there is told first
    if found is None or found.world_id not in (None, world_id):
        if key is None:
            raise _key_missing(needed)
        raise _key_wrong(f"This key opens nothing here: it needs {needed}.", "Check that the key is whole.")
    return _in_force(found)


def _in_force(key: Key) -> Key:
    if key.revoked_at_ms is not None:
        raise _key_wrong("This key was revoked.", "Ask the world's owner for another.", "key-revoked")
    if key.expired:
        raise _key_wrong("This key has expired.", "Ask the world's owner for another.", "key-expired")
    return key


def _key_missing(what: str) -> Problem:
    return Problem(
        401, "key-missing", f"This needs {what}.", "Send it as the header 'Authorization: Bearer KEY'."
    )


def _key_wrong(detail: str, remedy: str, kind: str = "key-refused") -> Problem:
    return Problem(403, kind, detail, remedy)
