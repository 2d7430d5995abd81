"""The times that bound a mind's answer, from the innermost to the rules: each leaves room for the one within."""

from agent.marks import MARK_S, RENEW_S
from agent.models.gate import EMBEDDING_DEADLINE_MS
from agent.parts import MIND_PARTS
from agent.performing import abilities_of
from agent.talking.ability import SAY
from agent.worker import AFTERWARDS_S, JOB_TIMEOUT_S, PERFORM_S
from town.minds.constants import OPERATION_LASTS_MS
from town.talk.constants import TYPING_LAPSES_MS

NOBODY_WAITS_LONGER_MS = 60_000


def test_each_time_leaves_room_for_the_one_within() -> None:
    longest_answer_ms = max(ability.deadline_ms for ability in abilities_of(MIND_PARTS))
    assert longest_answer_ms + EMBEDDING_DEADLINE_MS < PERFORM_S * 1000
    assert PERFORM_S + MARK_S < OPERATION_LASTS_MS / 1000
    assert OPERATION_LASTS_MS < NOBODY_WAITS_LONGER_MS
    assert SAY.deadline_ms < TYPING_LAPSES_MS
    assert PERFORM_S + AFTERWARDS_S < JOB_TIMEOUT_S


def test_a_mark_outlasts_some_renewals_that_fail() -> None:
    assert MARK_S > 3 * RENEW_S
