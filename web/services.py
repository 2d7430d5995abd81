"""What the handlers share, made once when the app starts."""

from __future__ import annotations

import msgspec

from engine.game import Rules
from engine.store import Store
from engine.waking import Wakeups
from town.library import Library
from town.world import World
from web.attendance import Attendance
from web.audience import Audience
from web.founding import Foundry
from web.live import Feeds
from web.minds import MindReader
from web.own_worlds import OwnWorlds
from web.searching import MemorySearch
from web.seats import Seats
from web.settings import WebSettings
from web.throttle import Throttle
from web.usage import UsageReader


class Services(msgspec.Struct, frozen=True):
    """Given to handlers as their `services` parameter."""

    settings: WebSettings
    rules: Rules[World]
    """Those of the worlds that are shown and founded here."""
    library: Library
    own_worlds: OwnWorlds
    store: Store
    wakeups: Wakeups
    feeds: Feeds
    attendance: Attendance
    throttle: Throttle
    """Of writes, by address."""
    reads: Throttle
    """Of reads, by address, as far as this process knows: nothing lasts of them."""
    usage: UsageReader
    minds: MindReader
    search: MemorySearch
    foundry: Foundry
    seats: Seats
    audience: Audience
