"""attendance"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply this revision. Who is there was not noted before; so a world counts as attended now."""
    op.add_column(
        "worlds",
        sa.Column(
            "attended_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")
        ),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_column("worlds", "attended_at")
