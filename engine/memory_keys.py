"""The keys of `MemoryStore`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

import msgspec

from engine.keys import LAST_OWNER_KEY, Key, KeyExists, LastOwnerKey, Linked, NewKey, Role, UnknownKey


class MemoryKeys:
    """Keys by their hashes. That a key's world is there is the store's to check before it calls."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._keys: dict[bytes, Key] = {}
        self._origins: dict[str, tuple[str | None, str | None]] = {}
        """By the key's id: its cause, and to whom it was given."""
        self._links: dict[bytes, int] = {}
        """Until when each token counts, by its hash."""

    def add(self, key: NewKey) -> Key:
        """Keep a key. Raises `KeyExists`."""
        if key.hash in self._keys or key.id in {kept.id for kept in self._keys.values()}:
            raise KeyExists("this key is kept already; draw a fresh one")
        fields = msgspec.structs.asdict(key)
        hash_, cause = fields.pop("hash"), fields.pop("cause")
        given_to = fields.pop("given_to")
        self._revoke_cause(key.world_id, cause)
        kept = Key(**fields, created_at_ms=self._now_ms(), revoked_at_ms=None, expired=False)
        self._keys[hash_] = kept
        self._origins[kept.id] = (cause, given_to)
        return self._as_of_now(kept)

    def by_hash(self, key_hash: bytes) -> Key | None:
        """The key with this hash, if it was ever kept."""
        kept = self._keys.get(key_hash)
        return None if kept is None else self._as_of_now(kept)

    def of(self, world_id: str | None) -> list[Key]:
        """The keys of a world, or the operators', oldest first."""
        return [self._as_of_now(kept) for kept in self._keys.values() if kept.world_id == world_id]

    def revoke(self, key_id: str) -> None:
        """Let a key open nothing from now on. Raises `UnknownKey`, `LastOwnerKey`."""
        found = next(((hash_, kept) for hash_, kept in self._keys.items() if kept.id == key_id), None)
        if found is None:
            raise UnknownKey(f"there is no key {key_id}")
        hash_, kept = found
        if kept.revoked_at_ms is not None:
            return
        lasting = [other for other in self._keys.values() if _owns_for_good(other, kept.world_id)]
        if lasting == [kept]:
            raise LastOwnerKey(LAST_OWNER_KEY)
        self._keys[hash_] = msgspec.structs.replace(kept, revoked_at_ms=self._now_ms())

    def forget(self, world_id: str) -> None:
        """The world is gone, and its keys with it."""
        self._keys = {hash_: key for hash_, key in self._keys.items() if key.world_id != world_id}

    def subjects_given_to(self, world_id: str, address: str) -> set[str]:
        """See `Keys`."""
        return {
            key.subject
            for key in self.of(world_id)
            if key.subject is not None
            and self._origins[key.id][1] == address
            and key.revoked_at_ms is None
            and not key.expired
        }

    def add_link(self, token_hash: bytes, lasts_ms: int) -> None:
        """See `Keys`."""
        self._links[token_hash] = self._now_ms() + lasts_ms

    def use_link(self, token_hash: bytes) -> bool:
        """Whether the token counts; from now on it does no more."""
        return self._links.pop(token_hash, 0) > self._now_ms()

    def _revoke_cause(self, world_id: str | None, cause: str | None) -> None:
        for hash_, key in self._keys.items():
            of_cause = key.world_id == world_id and self._origins[key.id][0] == cause
            if cause is not None and of_cause and key.revoked_at_ms is None:
                self._keys[hash_] = msgspec.structs.replace(key, revoked_at_ms=self._now_ms())

    def _as_of_now(self, key: Key) -> Key:
        ends_ms = key.expires_at_ms
        return msgspec.structs.replace(key, expired=ends_ms is not None and ends_ms <= self._now_ms())


def _owns_for_good(key: Key, world_id: str | None) -> bool:
    lasts = key.expires_at_ms is None and key.revoked_at_ms is None
    return lasts and key.role is Role.OWNER and key.world_id == world_id


class KeepsKeys(ABC):
    """The part of `MemoryStore` that is `engine.keys.Keys`."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._keys = MemoryKeys(now_ms)

    @abstractmethod
    def _require(self, world_id: str) -> None:
        """Raises `UnknownWorld`."""

    @abstractmethod
    def _home(self) -> str | None:
        """The oldest world that no stranger founded."""

    async def add_key(self, key: NewKey) -> Key:
        """See `Keys`."""
        if key.world_id is not None:
            self._require(key.world_id)
        return self._keys.add(key)

    async def key_by_hash(self, key_hash: bytes) -> Key | None:
        """See `Keys`."""
        return self._keys.by_hash(key_hash)

    async def keys_of(self, world_id: str | None) -> list[Key]:
        """See `Keys`."""
        if world_id is not None:
            self._require(world_id)
        return self._keys.of(world_id)

    async def revoke_key(self, key_id: str) -> None:
        """See `Keys`."""
        self._keys.revoke(key_id)

    async def subjects_given_to(self, world_id: str, address: str) -> set[str]:
        """See `Keys`."""
        return self._keys.subjects_given_to(world_id, address)

    async def add_link(self, token_hash: bytes, lasts_ms: int) -> None:
        """See `Keys`."""
        self._keys.add_link(token_hash, lasts_ms)

    async def use_link(self, token_hash: bytes, operator: NewKey, owner_hash: bytes) -> Linked | None:
        """See `Keys`."""
        if not self._keys.use_link(token_hash):
            return None
        self._keys.add(operator)
        home = self._home()
        if home is not None:
            self._keys.add(NewKey(hash=owner_hash, world_id=home, role=Role.OWNER, label=operator.label))
        return Linked(home)
