"""What the handlers share, made once when the app starts."""

from __future__ import annotations

import msgspec

from engine.store import Store
from web.attendance import Attendance
from web.live import Feeds
from web.minds import MindReader
from web.searching import MemorySearch
from web.settings import WebSettings
from web.throttle import Throttle
from web.usage import UsageReader
from web.waking import Wakeups


class Services(msgspec.Struct, frozen=True):
    """Given to handlers as their `services` parameter."""

    settings: WebSettings
    store: Store
    wakeups: Wakeups
    feeds: Feeds
    attendance: Attendance
    throttle: Throttle
    usage: UsageReader
    minds: MindReader
    search: MemorySearch
