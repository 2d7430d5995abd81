"""usable answers"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply this revision; what the ledger still tells of earlier answers is counted."""
    op.add_column(
        "usage_days",
        sa.Column(
            "bad_answers",
            sa.BigInteger,
            nullable=False,
            server_default="0",
            comment="Of the failures: answers that came and could not be used.",
        ),
    )
    op.execute(
        """
        UPDATE usage_days AS days SET bad_answers = bad.answers FROM (
            SELECT world_id, at_ms / 86400000 AS day, task, model, count(*) AS answers FROM usage_ledger
            WHERE outcome IN ('bad_answer', 'no_valid_json') GROUP BY 1, 2, 3, 4
        ) AS bad
        WHERE (days.world_id, days.day, days.task, days.model) = (bad.world_id, bad.day, bad.task, bad.model)
        """
    )
    op.add_column(
        "voices",
        sa.Column(
            "condition",
            sa.Text,
            nullable=False,
            server_default="{}",
            comment="What fails and what can be done about it: records.usage.Condition as JSON.",
        ),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_column("voices", "condition")
    op.drop_column("usage_days", "bad_answers")
