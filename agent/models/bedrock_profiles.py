"""Inference profiles: the ids by which Bedrock's models are invoked from each region.

Checked on 2026-11-30 against AWS's pages on inference profiles, on the regions of its models, on Claude Haiku 4.5, and its
announcements of global profiles in India, South Africa and south-east Asia.
"""

from collections.abc import Mapping
from typing import Literal

from agent.models.errors import Misconfigured

Profile = Literal["auto", "none", "geography", "global"]
"""`auto`: the geography's own where the table has it, else the global one; `none`: the model's id as it is."""

CLAUDE = "anthropic.claude-"
CLAUDE_GEOGRAPHIES: Mapping[str, tuple[str, ...]] = {
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "au": ("ap-southeast-2", "ap-southeast-4"),
}
"""Of Claude 4.5 and later. There is none for the rest of Asia: `apac` was of models before. From every other commercial
region the global profile alone is there."""
GEOGRAPHIES = (("us-gov-", "us-gov"), ("us-", "us"), ("ca-", "us"), ("eu-", "eu"), ("ap-", "apac"))
"""Of all other models, by how their regions' names begin."""
PROFILE_PREFIXES = frozenset({"us", "us-gov", "eu", "apac", "jp", "au", "ca", "global"})


def inference_profile(model: str, region: str, profile: Profile) -> str:
    """The id by which `model` is invoked from `region`: many only by a cross-region profile.

    Ids that already name a profile, and ARNs, are left as they are. Raises `Misconfigured` for a geography that has none.
    """
    if profile == "none" or model.startswith("arn:") or base_model(model) != model:
        return model
    geography = None if profile == "global" else _geography(model, region)
    if geography is not None:
        return f"{geography}.{model}"
    if profile == "geography":
        raise Misconfigured(
            f"Bedrock has no geographic inference profile of {model} for region {region}; "
            'set EVERBROOK_PROFILE to "global" or "auto", or the model to an inference profile\'s id or ARN.'
        )
    return f"global.{model}"


def base_model(model: str) -> str:
    """The model's id without the prefix of an inference profile."""
    head, _, rest = model.partition(".")
    return rest if head in PROFILE_PREFIXES else model


def _geography(model: str, region: str) -> str | None:
    if model.startswith(CLAUDE) and not region.startswith("us-gov-"):
        return next((name for name, regions in CLAUDE_GEOGRAPHIES.items() if region in regions), None)
    return next((name for start, name in GEOGRAPHIES if region.startswith(start)), None)
