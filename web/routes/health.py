"""Whether the web is alive and ready, and its measures."""

from __future__ import annotations

from litestar import Response, Router, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest

from web.services import Services
from web.usage import UsageRow


@get("/healthz", media_type="text/plain")
async def healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", media_type="text/plain")
async def readyz(services: Services) -> str:
    """The database answers too."""
    await services.store.worlds()
    return "ready"


@get("/metrics", media_type="text/plain")
async def metrics(services: Services) -> Response[bytes]:
    """Prometheus text: each world's progress and viewers as this process sees them."""
    registry = CollectorRegistry()
    labels = ["world"]
    step = Gauge("everbrook_step", "Last committed step", labels, registry=registry)
    inputs = Gauge("everbrook_last_input", "Last answered input", labels, registry=registry)
    behind = Gauge("everbrook_behind_ms", "World time not yet played", labels, registry=registry)
    viewers = Gauge("everbrook_viewers", "Viewers of this process", labels, registry=registry)
    for world in await services.store.worlds():
        step.labels(world.id).set(world.step)
        inputs.labels(world.id).set(world.last_input)
        behind.labels(world.id).set(world.behind_ms)
        viewers.labels(world.id).set(services.feeds.viewers_of(world.id))
    _add_usage(registry, await services.usage.totals())
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _add_usage(registry: CollectorRegistry, rows: list[UsageRow]) -> None:
    """What the minds have used up, over all days, so that it only rises."""
    labels = ["world", "task", "model"]
    measures = {
        "calls": ("everbrook_model_calls", "Attempts to call a model (`cache`, `scripted`: none was asked)"),
        "failures": ("everbrook_model_failures", "Attempts without an answer"),
        "input_tokens": ("everbrook_model_input_tokens", "Tokens read"),
        "output_tokens": ("everbrook_model_output_tokens", "Tokens written"),
        "cached_tokens": ("everbrook_model_cached_tokens", "Tokens read from the provider's cache"),
        "latency_ms": ("everbrook_model_latency_ms", "Time spent in calls"),
        "price_microdollars": ("everbrook_model_microdollars", "Money spent"),
    }
    for field, (name, help_) in measures.items():
        counter = Counter(name, help_, labels, registry=registry)
        for row in rows:
            counter.labels(row.world, row.task, row.model).inc(getattr(row, field))


HEALTH = Router("/", route_handlers=[healthz, readyz, metrics], tags=["health"])
