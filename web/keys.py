"""Keys: who may do what. They are kept hashed, and travel in the Authorization header alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

import msgspec
from litestar import Request

from engine.inputs import Authority, Input
from engine.store import Store
from web.problems import Problem


def new_key() -> str:
    """A fresh key of 192 random bits."""
    return secrets.token_urlsafe(24)


def hash_key(key: str) -> bytes:
    """What is stored of a key; keys are random, so a plain hash can't be searched."""
    return hashlib.sha256(key.encode()).digest()


def bearer_key(request: Request[Any, Any, Any]) -> str | None:
    """The key of the Authorization header, if there is one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


async def require_owner(store: Store, world_id: str, key: str | None) -> None:
    """Raises `Problem` unless the key is the world's owner key."""
    expected = await store.owner_key_hash(world_id)
    if key is None:
        raise _key_missing("the world's owner key")
    if not hmac.compare_digest(expected, hash_key(key)):
        raise _key_wrong("This is not the world's owner key.", "Use the key that creating the world gave.")


async def require_authority(
    store: Store,
    world_id: str,
    declared: Input[Any, Any, Any],
    arguments: msgspec.Struct,
    key: str | None,
) -> None:
    """Raises `Problem` unless this key may send this input."""
    if declared.authority is Authority.OWNER:
        await require_owner(store, world_id, key)
    elif declared.authority is Authority.SUBJECT:
        assert declared.subject is not None
        await _require_subject(store, world_id, str(getattr(arguments, declared.subject)), key)
    elif declared.authority is Authority.OPERATION:
        raise _key_wrong(
            f"{declared.name} is the report of a world's own operation; nobody sends it from outside.",
            "GET the world's inputs/schema says what may be sent.",
        )
    elif declared.authority is Authority.SERVER:
        raise _key_wrong(
            f"{declared.name} is sent by the server alone; nobody sends it from outside.",
            "GET the world's inputs/schema says what may be sent.",
        )
    else:
        raise _key_wrong(
            f"{declared.name} gives a key, so it has an address of its own.",
            "POST to /api/worlds/{id}/players instead.",
        )


async def _require_subject(store: Store, world_id: str, subject: str, key: str | None) -> None:
    if key is None:
        raise _key_missing(f"the key of {subject}")
    if await store.subject_of_key(world_id, hash_key(key)) != subject:
        raise _key_wrong(f"This is not the key of {subject}.", "Use the key that joining gave.")


def _key_missing(what: str) -> Problem:
    return Problem(
        401, "key-missing", f"This needs {what}.", "Send it as the header 'Authorization: Bearer KEY'."
    )


def _key_wrong(detail: str, remedy: str) -> Problem:
    return Problem(403, "key-refused", detail, remedy)
