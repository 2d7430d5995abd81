"""Frames as they go over the wire, kept to the byte: `web/client` decodes the same files."""

from __future__ import annotations

from pathlib import Path

from tests.live.client import decode_frame
from town.ids import OperationId, PlayerId
from town.talk.drafts import Draft
from web.frames import encode_frame

FOLDER = Path(__file__).parent / "frames"
DRAFT = Draft(
    player=PlayerId("p:7"),
    operation=OperationId("o:41"),
    uuid="0f343b0931126a20f133d67c2b018a3b",
    text="Grüß dich, Anouk! ☕",
)


def test_a_draft() -> None:
    message = (FOLDER / "draft.bin").read_bytes()
    assert encode_frame(DRAFT) == message
    assert decode_frame(message).fields["text"] == DRAFT.text
