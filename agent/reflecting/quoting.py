"""The data of prompts for reflecting, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from agent.asking.memory_quoting import memory_fields, memory_lines
from agent.asking.quoting import block, quoted
from agent.reflecting.task import InsightsTask, QuestionsTask

MOST_RECORDS = 60
"""Records that questions are asked about; the last hundred would cost as much as all talk of an hour."""


def questions_data(task: QuestionsTask) -> str:
    """What was lived lately, oldest first."""
    return block(*memory_lines(reversed(task.records[:MOST_RECORDS]), task.names))


def insights_data(task: InsightsTask) -> str:
    """The question, and the memories that bear on it, numbered from 1."""
    return block(
        quoted("what you ask yourself", {"text": task.question}),
        *(
            quoted("your own memory", {"number": number, **memory_fields(record, task.names)})
            for number, record in enumerate(task.records, 1)
        ),
    )
