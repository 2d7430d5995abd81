"""What happens to bodies that other features care about."""

from town.ids import PlayerId
from town.moments import Moment

SETTING_OUT: Moment[int, PlayerId] = Moment("settingOut")
"""Told as (now_ms, player): somebody is to walk from where they are."""

CALLED_OFF: Moment[int, PlayerId] = Moment("calledOff")
"""Told as (now_ms, player): a human has stopped their walk."""

ARRIVED: Moment[int, PlayerId] = Moment("arrived")
"""Told as (now_ms, player): a walk has come to its end, and the body stands still."""
