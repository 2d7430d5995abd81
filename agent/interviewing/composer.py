"""Scripted answers to an interviewer: composed from what was brought to mind, and from nothing else.

Who has nothing in mind says so. Each answer is a sentence that names what was asked for once, and nothing beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from agent.interviewing.task import InterviewTask
from agent.script.bank import load_bank
from agent.script.habits import habit_at
from agent.script.hearing import recognise
from agent.script.insight_sentences import Sort, conclusions
from agent.script.statements import recollected
from agent.script.tallying import companion, concern, part_of_day, talk_of_town, whereabouts
from agent.script.topics import headline, news_in
from records.memories import Memory, MemoryKind
from town.days.constants import MEETING_LASTS_MINUTES, MINUTES_PER_DAY
from town.days.plans import piece_at, stroke_at
from town.days.state import Habit, Piece, Promise

_PLANNED = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d\d) [^;]*\((?P<place>[^()]+)\)(?=[;.])")
_RELATION = re.compile(r"\bwho is your (?P<relation>[^?]+)\?", re.IGNORECASE)
NO_IDEA = "I don't know."
AT_ABOUT_THAT_TIME_MINUTES = 90
"""A memory this far from a time says where one was then."""

STILL_THERE_MINUTES = 60
"""Who was seen somewhere this short a while ago is looked for there first."""


def answer(task: InterviewTask) -> str:
    """What one says to a question, by its words; who does not understand it has nothing to say."""
    text = task.question.text.lower()
    asked = next((compose for heard, compose in _ANSWERS if heard.search(text)), None)
    return (asked(task) if asked else None) or NO_IDEA


def _home(task: InterviewTask) -> str | None:
    return _at(task, task.me.person.home, "I live at {place}.")


def _work(task: InterviewTask) -> str | None:
    return _at(task, task.me.person.work, "I work at {place}.")


def _habit(task: InterviewTask) -> str | None:
    habit = habit_at(task.me.person, _asked_minute(task) % MINUTES_PER_DAY)
    return _at(task, habit.place if habit else None, "As a rule I'm at {place} then.")


def _relative(task: InterviewTask) -> str | None:
    asked = _RELATION.search(task.question.text)
    relation = asked["relation"] if asked else ""
    names = [known.name for known in task.me.person.knows if known.relation == relation]
    return f"That is {names[0]}." if len(names) == 1 else None


def _last_talk(task: InterviewTask) -> str | None:
    last = max(_talks(task), key=lambda talk: talk.at_ms, default=None)
    return None if last is None else _named(task, last.source)


def _last_hour(task: InterviewTask) -> str | None:
    last = max(map(task.minute_of, _talks_with(task)), default=None)
    return None if last is None else f"We last talked {_clock(last)}."


def _whether_talked(task: InterviewTask) -> str | None:
    if not task.remembered:
        return None
    day = _asked_minute(task) // MINUTES_PER_DAY
    talked = any(task.minute_of(talk) // MINUTES_PER_DAY == day for talk in _talks_with(task))
    return "Yes, we talked." if talked else "No, not that I remember."


def _news_from(task: InterviewTask) -> str | None:
    told = [news for talk in _talks_with(task) for news in news_in(recollected(talk).theirs)]
    return f"This: {told[0]}" if told else None


def _talk_partner(task: InterviewTask) -> str | None:
    most = max(task.relationships, key=lambda known: (known.talks, known.at_ms), default=None)
    return None if most is None else _named(task, most.other)


def _past_place(task: InterviewTask) -> str | None:
    asked = _asked_minute(task)
    own = [m for m in task.remembered if _was_there(m) and m.place is not None]
    nearest = min(own, key=lambda memory: abs(task.minute_of(memory) - asked), default=None)
    if nearest is not None and abs(task.minute_of(nearest) - asked) <= AT_ABOUT_THAT_TIME_MINUTES:
        return _at(task, nearest.place, "I was at {place}.")
    plans = [m for m in task.remembered if m.kind is MemoryKind.PLAN and task.minute_of(m) <= asked]
    day = [m for m in plans if task.minute_of(m) // MINUTES_PER_DAY == asked // MINUTES_PER_DAY]
    return _by_plan(max(day, key=lambda memory: memory.at_ms), asked) if day else None


def _was_there(memory: Memory) -> bool:
    """Whether it happened where one stood oneself."""
    return memory.kind is MemoryKind.CONVERSATION or not {"self", "company", "object"}.isdisjoint(memory.tags)


def _by_plan(plan: Memory, minute: int) -> str | None:
    """Where a remembered plan had one at a minute of its day."""
    now = minute % MINUTES_PER_DAY
    begun = [(int(m["hour"]) * 60 + int(m["minute"]), m["place"]) for m in _PLANNED.finditer(plan.text)]
    place = max((stroke for stroke in begun if stroke[0] <= now), default=None)
    return f"By my plan I was at {place[1]}." if place else None


def _coming_place(task: InterviewTask) -> str | None:
    return _at(task, _most_of_the_hour(task, lambda due: due.place), "I'll be at {place}.")


def _coming_deed(task: InterviewTask) -> str | None:
    activity = _most_of_the_hour(task, lambda due: due.activity)
    return f"Ask me then, and it will be said of me: {activity}." if activity else None


def _meeting_place(task: InterviewTask) -> str | None:
    promise = _promise(task)
    return _at(task, promise.place, "We meet at {place}.") if promise else None


def _meeting_hour(task: InterviewTask) -> str | None:
    promise = _promise(task)
    return f"We meet {_clock(promise.minute)}." if promise else None


def _is_news(task: InterviewTask) -> str | None:
    asked = headline(task.question.words)
    own = set(map(headline, task.me.person.news))
    told = {headline(news) for memory in task.remembered for news in _all_news(memory)}
    return "No, I have heard it." if asked in own | told else "Yes, that is new to me."


def _whereabouts(task: InterviewTask) -> str | None:
    about = task.question.about
    seen = [m for m in task.remembered if about in m.about and m.place is not None]
    now = max(seen, key=lambda memory: memory.at_ms, default=None)
    if now is not None and task.minute - task.minute_of(now) <= STILL_THERE_MINUTES:
        return _at(task, now.place, "I'd look at {place}.")
    part = part_of_day(task.minute)
    insight = _concluded(task, Sort.WHEREABOUTS, hour=part)
    if insight is not None:
        return f"As I know them, I'd look at {insight['place']}."
    usual = whereabouts(about, part, task.remembered, task.settings) if about and part else None
    return _at(task, usual.what, "At this hour I'd look at {place}.") if usual else None


def _free(task: InterviewTask) -> str | None:
    promised = [promise.minute for promise in task.plan.promises] if task.plan else []
    taken = any(abs(minute - _asked_minute(task)) < MEETING_LASTS_MINUTES for minute in promised)
    return "No, I am promised elsewhere." if taken else "Yes, I could come."


def _companion(task: InterviewTask) -> str | None:
    insight = _concluded(task, Sort.LASTING_COMPANION) or _concluded(task, Sort.COMPANION)
    if insight is not None:
        return f"That is {insight['name']}."
    near = companion(task.remembered)
    return None if near is None else _named(task, near.what)


def _talk_of_town(task: InterviewTask) -> str | None:
    insight = _concluded(task, Sort.TALK_OF_TOWN)
    if insight is not None:
        return f"This, above all: {insight['saying']}"
    told = talk_of_town(task.remembered)
    return None if told is None else f"This, above all: {told.words}"


def _concern(task: InterviewTask) -> str | None:
    insight = _concluded(task, Sort.CONCERN)
    if insight is not None:
        return f"This: {insight['saying']}"
    said = concern(task.question.about, task.remembered) if task.question.about else None
    return None if said is None else f"This: {said.words}"


_ANSWERS: tuple[tuple[re.Pattern[str], Callable[[InterviewTask], str | None]], ...] = (
    (re.compile(r"\bwhere do you live\b"), _home),
    (re.compile(r"\bwhere do you work\b"), _work),
    (re.compile(r"\busual day\b.*\bwhere\b"), _habit),
    (re.compile(r"\bwho is your\b"), _relative),
    (re.compile(r"\bwhen did you last talk\b"), _last_hour),
    (re.compile(r"\bwhom did you talk with last\b"), _last_talk),
    (re.compile(r"\bdid you talk with\b"), _whether_talked),
    (re.compile(r"\bwhat news did\b"), _news_from),
    (re.compile(r"\bwhom do you talk with most\b"), _talk_partner),
    (re.compile(r"\bwhere were you\b"), _past_place),
    (re.compile(r"\bwhere will you be\b"), _coming_place),
    (re.compile(r"\bwhat will you be doing\b"), _coming_deed),
    (re.compile(r"\bwhere are you to meet\b"), _meeting_place),
    (re.compile(r"\bwhen are you to meet\b"), _meeting_hour),
    (re.compile(r"\bnew to you\b"), _is_news),
    (re.compile(r"\bwhere do you take\b|\bwhere is\b|\bwhere can i find\b"), _whereabouts),
    (re.compile(r"\bcan you come\b"), _free),
    (re.compile(r"\bwhom do you have around\b"), _companion),
    (re.compile(r"\beverybody talking\b"), _talk_of_town),
    (re.compile(r"\bkeep coming back to\b"), _concern),
)
"""By what is heard in the question; the first that is heard counts."""


def _concluded(task: InterviewTask, sort: Sort, **known: str | None) -> dict[str, str] | None:
    """What the newest insight of a sort says of the one whom it is about: one trusts one's own conclusions."""
    about = task.question.about
    for memory, slots in conclusions(task.remembered, sort):
        if (about is None or about in memory.about) and known.items() <= slots.items():
            return slots
    return None


def _talks(task: InterviewTask) -> list[Memory]:
    return [memory for memory in task.remembered if memory.kind is MemoryKind.CONVERSATION]


def _talks_with(task: InterviewTask) -> list[Memory]:
    """The remembered talks with the one whom the question is about."""
    return [talk for talk in _talks(task) if talk.source == task.question.about]


def _all_news(memory: Memory) -> Iterator[str]:
    """What news a memory holds: told to one, by one, or overheard."""
    if memory.kind is MemoryKind.CONVERSATION:
        recollection = recollected(memory)
        yield from news_in((*recollection.theirs, *recollection.mine))
    elif "overheard" in memory.tags:
        yield from news_in(recognise(memory.text.partition("“")[2].rstrip("”"), load_bank()))


def _most_of_the_hour(task: InterviewTask, told: Callable[[Piece | Habit], str]) -> str | None:
    """What fills most of the hour asked about; of two that share it the first, as the way to the other takes time."""
    asked = _asked_minute(task)
    filled = Counter(told(due) for minute in range(asked, asked + 60) if (due := _due(task, minute)))
    return max(filled, key=lambda what: filled[what], default=None)


def _due(task: InterviewTask, minute: int) -> Piece | Habit | None:
    """What one's plan has for a minute, or without a plan one's usual day."""
    stroke = stroke_at(task.plan.strokes, minute) if task.plan else None
    return piece_at(stroke, minute) if stroke else habit_at(task.me.person, minute % MINUTES_PER_DAY)


def _promise(task: InterviewTask) -> Promise | None:
    promises: Sequence[Promise] = task.plan.promises if task.plan else ()
    return next((promise for promise in promises if promise.partner == task.question.about), None)


def _asked_minute(task: InterviewTask) -> int:
    return task.minute if task.question.minute is None else task.question.minute


def _named(task: InterviewTask, player: str | None) -> str | None:
    name = task.names.get(player or "")
    return f"That is {name}." if name else None


def _at(task: InterviewTask, place: str | None, sentence: str) -> str | None:
    name = next((known.name for known in task.places if known.id == place), None)
    return sentence.format(place=name) if name else None


def _clock(minute: int) -> str:
    """`on day 2 at 14:05`."""
    day, now = minute // MINUTES_PER_DAY + 1, minute % MINUTES_PER_DAY
    return f"on day {day} at {now // 60}:{now % 60:02d}"
