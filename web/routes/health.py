"""Whether the web is alive and ready, and its measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litestar import Response, Router, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from web.routes.usage import usable_share
from web.services import Services
from web.usage import UsageRow

USAGE_MEASURES = {
    "calls": ("everbrook_model_calls", "Attempts to call a model (cache, scripted: none was asked)"),
    "failures": ("everbrook_model_failures", "Attempts without an answer"),
    "bad_answers": ("everbrook_model_bad_answers", "Answers that could not be used, among the failures"),
    "input_tokens": ("everbrook_model_input_tokens", "Tokens read"),
    "output_tokens": ("everbrook_model_output_tokens", "Tokens written"),
    "cached_tokens": ("everbrook_model_cached_tokens", "Tokens read from the provider's cache"),
    "latency_ms": ("everbrook_model_latency_ms", "Time spent in calls"),
    "price_microdollars": ("everbrook_model_microdollars", "Money spent"),
}


@get("/healthz", media_type="text/plain")
async def healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", media_type="text/plain")
async def readyz(services: NamedDependency[Services]) -> str:
    """The database answers too."""
    await services.store.worlds()
    return "ready"


@get("/metrics", media_type="text/plain")
async def metrics(services: NamedDependency[Services]) -> Response[bytes]:
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
    registry.register(_UsageCollector(await services.usage.totals()))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _UsageCollector(Collector):
    """What the minds have used up, over all days, so that it only rises."""

    def __init__(self, rows: Sequence[UsageRow]) -> None:
        self._rows = rows

    def collect(self) -> Iterator[Metric]:
        """A family for each measure, a sample for each world, task and model."""
        for field, (name, help_) in USAGE_MEASURES.items():
            family = CounterMetricFamily(name, help_, labels=["world", "task", "model"])
            for row in self._rows:
                family.add_metric([row.world, row.task, row.model], getattr(row, field))
            yield family
        share = GaugeMetricFamily(
            "everbrook_model_usable_share",
            "Part of the answers that could be used",
            labels=["world", "task", "model"],
        )
        for row in self._rows:
            usable = usable_share(row.calls, row.failures, row.bad_answers)
            share.add_metric([row.world, row.task, row.model], usable)
        yield share


HEALTH = Router("/", route_handlers=[healthz, readyz, metrics], tags=["health"])
