"""The Bedrock adapters pointed at the fake, with its credentials in the environment."""

import functools

import pytest
from botocore.loaders import Loader

from agent.models.bedrock import BedrockChat, BedrockChatSettings
from agent.models.bedrock_client import BedrockClient, BedrockSettings
from tests.fakes.bedrock_server import ACCESS_KEY, SECRET_KEY, FakeBedrock

REGION = "eu-central-1"
CHAT_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


@functools.cache
def _loader(_data_path: object = None) -> Loader:
    """Of boto's descriptions of AWS: read once for all clients, which is most of what making one costs."""
    return Loader()


def give_credentials(patch: pytest.MonkeyPatch, secret: str = SECRET_KEY) -> None:
    """Let boto3 find these credentials and no others."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"):
        patch.delenv(name, raising=False)
    patch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    patch.setenv("AWS_SECRET_ACCESS_KEY", secret)
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    patch.setattr("botocore.session.create_loader", _loader)


def client_of(fake: FakeBedrock, connections: int = 8) -> BedrockClient:
    return BedrockClient(BedrockSettings(region=REGION, endpoint_url=fake.address, connections=connections))


def chat_of(client: BedrockClient, settings: BedrockChatSettings | None = None) -> BedrockChat:
    return BedrockChat(client, settings or BedrockChatSettings(model=CHAT_MODEL))
