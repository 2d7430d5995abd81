"""Keys: who may do what, as a store keeps it. Of the key itself only a hash is kept."""

from __future__ import annotations

import enum
import secrets
from typing import Protocol

import msgspec


class Role(enum.Enum):
    """What a key is for. `web/keys.py` says what each may do."""

    OPERATOR = "operator"
    """Of the whole house; belongs to no world."""
    OWNER = "owner"
    CO_OWNER = "co-owner"
    PLAYER = "player"
    VIEWER = "viewer"


class UnknownKey(LookupError):
    """There is no key with this id."""


class LastOwnerKey(Exception):
    """A world keeps at least one owner's key that does not expire."""


LAST_OWNER_KEY = "this is the world's last owner's key that does not expire; make another one first"


class KeyExists(Exception):
    """This key is kept already; draw a fresh one."""


FOUNDING_CAUSE = "founding"
"""The cause of the owner's key that founding a world gives."""


def new_key_id() -> str:
    """A public name for a key: 64 random bits."""
    return f"k-{secrets.token_hex(8)}"


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key to keep."""

    id: str = msgspec.field(default_factory=new_key_id)
    hash: bytes
    world_id: str | None
    """None for an operator's, and only for that."""
    role: Role
    subject: str | None = None
    """The id of the thing that it stands for: a player's, say."""
    label: str = ""
    expires_at_ms: int | None = None
    """Unix time."""
    cause: str | None = None
    """What it was made for: the input that joined, say. Of one cause and world one key opens anything."""
    given_to: str | None = None
    """The address that asked for it."""

    def __post_init__(self) -> None:
        """A key opens one world, or, as an operator's, all."""
        if (self.role is Role.OPERATOR) != (self.world_id is None):
            raise ValueError("an operator's key belongs to no world, any other key to one")


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it is kept; times are Unix times."""

    id: str
    world_id: str | None
    role: Role
    subject: str | None
    label: str
    created_at_ms: int
    expires_at_ms: int | None
    revoked_at_ms: int | None
    expired: bool
    """By the store's clock."""


def new_author_key() -> bytes:
    """A key for somebody's words (`engine.words`), which opens nothing: 256 random bits."""
    return secrets.token_bytes(32)


class Keys(Protocol):
    """Each method is atomic. `UnknownWorld` is as `Store` has it."""

    async def add_key(self, key: NewKey) -> Key:
        """Keep a key; one of the same world and cause opens nothing from now on. Raises `KeyExists`."""
        ...

    async def key_by_hash(self, key_hash: bytes) -> Key | None:
        """The key with this hash, be it expired or revoked; None for one that was never kept."""
        ...

    async def keys_of(self, world_id: str | None) -> list[Key]:
        """The keys of a world, or the operators', oldest first."""
        ...

    async def revoke_key(self, key_id: str) -> None:
        """Let a key open nothing from now on; once more changes nothing. Raises `UnknownKey`, `LastOwnerKey`."""
        ...

    async def subjects_given_to(self, world_id: str, address: str) -> set[str]:
        """The subjects of the keys of a world that an address was given and that open anything."""
        ...

    async def add_link(self, token_hash: bytes, lasts_ms: int) -> None:
        """Keep a link's token, good once and for so long. Forgets those whose time is over."""
        ...

    async def use_link(self, token_hash: bytes, operator: NewKey, owner_hash: bytes) -> Linked | None:
        """Exchange a link's token for the operator's key, and for an owner's key of the oldest world that no stranger
        founded; None, and nothing kept, for a token that was used, is too old or was never kept."""
        ...


class Linked(msgspec.Struct, frozen=True):
    """What a link was exchanged for, beside the operator's key."""

    world_id: str | None
    """The world that the owner's key opens; None: there is none yet, and the owner's key is not kept."""
