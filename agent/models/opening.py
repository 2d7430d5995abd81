"""Models from settings: each by a name of its own, opened together and closed together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec

from agent.models.bedrock import BedrockChat, BedrockChatSettings
from agent.models.bedrock_client import BedrockClient, BedrockSettings
from agent.models.bedrock_embeddings import BedrockEmbeddings, BedrockEmbeddingSettings
from agent.models.clock import CallClock
from agent.models.errors import Misconfigured
from agent.models.local import LocalChat, LocalSettings
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.models.openai_embeddings import OpenAICompatibleEmbeddings, OpenAIEmbeddingSettings
from agent.models.port import ChatModel, EmbeddingModel
from agent.models.wordllama_embeddings import WordLlamaEmbeddings

ChatSettings = BedrockChatSettings | OpenAISettings | LocalSettings
EmbeddingSettings = BedrockEmbeddingSettings | OpenAIEmbeddingSettings | None


class ModelsSettings(msgspec.Struct, frozen=True):
    """Which models there are.

    `chat` names chat models for chains and prices to refer to; `embedding` None is WordLlama, on
    this machine. `bedrock` is needed once, for all models of Bedrock. `api_keys` are the keys of
    OpenAI-compatible servers by base URL; they come from the environment, not from a file.
    """

    chat: Mapping[str, ChatSettings] = msgspec.field(default_factory=dict[str, ChatSettings])
    embedding: EmbeddingSettings = None
    bedrock: BedrockSettings | None = None
    api_keys: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    def __repr__(self) -> str:
        """Without the keys, so that a log never shows one."""
        return f"ModelsSettings(chat={list(self.chat)}, embedding={self.embedding})"


class OpenModels(msgspec.Struct, frozen=True):
    """Models that are ready to be called, by their names in the settings."""

    chat: Mapping[str, ChatModel]
    embedding: EmbeddingModel


@asynccontextmanager
async def open_models(settings: ModelsSettings, clock: CallClock) -> AsyncGenerator[OpenModels, None]:
    """Open every model of `settings`; raises `Misconfigured`, which says what to change."""
    async with AsyncExitStack() as opened:
        bedrock: BedrockClient | None = None
        if settings.bedrock is not None:
            bedrock = BedrockClient(settings.bedrock, clock)
            opened.push_async_callback(bedrock.close)
        chat: dict[str, ChatModel] = {}
        for name, wanted in settings.chat.items():
            chat[name] = _chat(wanted, settings, bedrock, clock)
            opened.push_async_callback(chat[name].close)
        embedding = _embedding(settings, bedrock, clock)
        opened.push_async_callback(embedding.close)
        yield OpenModels(chat, embedding)


def _chat(
    wanted: ChatSettings,
    settings: ModelsSettings,
    bedrock: BedrockClient | None,
    clock: CallClock,
) -> ChatModel:
    match wanted:
        case BedrockChatSettings():
            return BedrockChat(_needed(bedrock), wanted)
        case OpenAISettings():
            key = settings.api_keys.get(wanted.base_url)
            return OpenAICompatibleChat(wanted, api_key=key, clock=clock)
        case LocalSettings():
            return LocalChat(wanted, clock)


def _embedding(settings: ModelsSettings, bedrock: BedrockClient | None, clock: CallClock) -> EmbeddingModel:
    match settings.embedding:
        case BedrockEmbeddingSettings():
            return BedrockEmbeddings(_needed(bedrock), settings.embedding)
        case OpenAIEmbeddingSettings():
            key = settings.api_keys.get(settings.embedding.base_url)
            return OpenAICompatibleEmbeddings(settings.embedding, api_key=key, clock=clock)
        case None:
            return WordLlamaEmbeddings()


def _needed(bedrock: BedrockClient | None) -> BedrockClient:
    if bedrock is None:
        raise Misconfigured("A model of Bedrock is named, but not Bedrock's region; set it.")
    return bedrock
