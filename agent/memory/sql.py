"""The statements of the memory stream. `$1` is the world, `$2` the player whose memories they are."""

from agent.memory.constants import RECENCY_PER_CALENDAR_HOUR, SMALLEST_SPREAD, TIED
from records.constants import SCANNED_DIMENSIONS

_MEMORY = """
m.id, m.player, m.kind, m.text, m.at_ms, m.place, m.importance, m.source, m.evidence, m.about, m.tags, m.authors,
m.embedding_model, m.dimensions, m.archived_in, coalesce(a.accessed_ms, m.at_ms) AS accessed_ms
"""

_WITH_ACCESS = """
memories m LEFT JOIN memory_accesses a
ON a.world_id = m.world_id AND a.player = m.player AND a.memory_id = m.id
"""

AUTHORS = "SELECT author FROM authors WHERE world_id = $1 AND author = ANY($2::text[])"

ALL_KNOWN = """
(SELECT count(*) FROM (SELECT FROM authors WHERE world_id = $1 AND author = ANY({authors}) FOR KEY SHARE) known)
  = cardinality({authors})"""
"""Whether none of the authors is forgotten; one who is being forgotten waits until it is written, or is waited for."""

KEEP = f"""
INSERT INTO memories (world_id, id, player, kind, text, at_ms, place, importance, source, evidence, about, tags,
  embedding_model, dimensions, embedding, authors)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::text[]
WHERE {ALL_KNOWN.format(authors="$16::text[]")}
ON CONFLICT DO NOTHING
"""

KEPT = "SELECT id FROM memories WHERE world_id = $1 AND id = ANY($2::text[])"

ABOUT = f"""
SELECT {_MEMORY} FROM {_WITH_ACCESS}
WHERE m.world_id = $1 AND m.player = $2 AND $3 = ANY(m.about) AND m.kind = ANY($4::text[])
  AND m.archived_in IS NULL
ORDER BY m.at_ms DESC, m.id LIMIT $5
"""

LATEST = f"""
SELECT {_MEMORY} FROM {_WITH_ACCESS}
WHERE m.world_id = $1 AND m.player = $2 AND m.kind = ANY($3::text[]) AND m.archived_in IS NULL
  AND m.at_ms <= $5
ORDER BY m.at_ms DESC, m.id LIMIT $4
"""

BY_IDS = f"""
SELECT {_MEMORY} FROM {_WITH_ACCESS}
WHERE m.world_id = $1 AND m.player = $2 AND m.id = ANY($3::text[]) ORDER BY m.at_ms, m.id
"""

IMPORTANCE_SINCE = """
SELECT coalesce(sum(importance), 0) FROM memories
WHERE world_id = $1 AND player = $2 AND at_ms > $3 AND kind = ANY($4::text[])
"""


def _candidates(limits: str) -> str:
    """What the score needs of the agent's live memories, from one of the two indexes."""
    return f"""
    SELECT id, at_ms, importance, embedding_model, dimensions, embedding FROM memories
    WHERE world_id = $1 AND player = $2 AND kind = ANY($3::text[]) AND archived_in IS NULL AND {limits}"""


def scored(candidates: str) -> str:
    """The paper's score over `candidates`: a statement that finds the best, best first.

    `$3` kinds, `$4` the question's vector with `$5` its model and `$6` its size, `$7` now and `$8` the calendar's
    hour in ms of world time, `$9` to `$11` the weights, `$12` how many and `$13` how many characters, null for any.
    Vectors of another model or size are not compared: their memories count as neither near nor far (cosine 0).
    """
    return _fitting(candidates) + _BEST_FIRST


def _fitting(candidates: str) -> str:
    """The best of `candidates`, up to the first that no longer fits.

    What scaling takes away from all alike does not change the order, so thousands are ordered without it and only
    the best are scaled.
    """
    return f"""
WITH candidates AS MATERIALIZED (
  SELECT c.id, c.at_ms, c.importance::float8 AS importance,
    power({RECENCY_PER_CALENDAR_HOUR}::float8,
      greatest($7::bigint - coalesce(a.accessed_ms, c.at_ms), 0) / $8::float8) AS recency,
    CASE WHEN c.embedding_model = $5 AND c.dimensions = $6 AND c.embedding IS NOT NULL
      THEN -(c.embedding <#> $4::halfvec) ELSE 0 END AS relevance
  FROM ({candidates}) c
  LEFT JOIN memory_accesses a ON a.world_id = $1 AND a.player = $2 AND a.memory_id = c.id
), bounds AS MATERIALIZED (
  SELECT {_bounds("recency", "$9")}, {_bounds("importance", "$10")},
    {_bounds("relevance", "$11", SMALLEST_SPREAD)}
  FROM candidates
), best AS (
  SELECT candidates.*,
    recency * recency_weight + importance * importance_weight + relevance * relevance_weight AS unscaled
  FROM candidates, bounds
  ORDER BY unscaled DESC, at_ms DESC, id
  LIMIT $12
), recalled AS (
  SELECT {_MEMORY}, {_scaled("recency")}, {_scaled("importance")}, {_scaled("relevance")}, unscaled,
    sum(length(m.text)) OVER (ORDER BY unscaled DESC, m.at_ms DESC, m.id) AS characters
  FROM best CROSS JOIN bounds JOIN memories m ON m.world_id = $1 AND m.id = best.id
  LEFT JOIN memory_accesses a ON a.world_id = m.world_id AND a.player = m.player AND a.memory_id = m.id
), fitting AS (
  SELECT *, $9::float8 * scaled_recency + $10::float8 * scaled_importance + $11::float8 * scaled_relevance AS score
  FROM recalled WHERE $13::bigint IS NULL OR characters <= $13
)"""


_BEST_FIRST = "\nSELECT * FROM fitting ORDER BY unscaled DESC, at_ms DESC, id"


def _bounds(part: str, weight: str, smallest_spread: float = 0) -> str:
    """The least of a part, the spread above it, which is null where all tie, and what the part weighs unscaled."""
    difference = f"max({part}) - min({part})"
    spread = f"CASE WHEN {difference} > {smallest_spread} THEN {difference} END"
    return (
        f"min({part}) AS lowest_{part}, {spread} AS {part}_spread, "
        f"coalesce({weight}::float8 / {spread}, 0) AS {part}_weight"
    )


def _scaled(part: str) -> str:
    """Min-max over the candidates; where all tie, the same for all and never NaN."""
    return f"coalesce((best.{part} - lowest_{part}) / {part}_spread, {TIED}) AS scaled_{part}"


LIVE = (
    _candidates(f"dimensions <= {SCANNED_DIMENSIONS}")
    + "\n    UNION ALL"
    + _candidates(f"dimensions > {SCANNED_DIMENSIONS}")
)
"""Every live memory of the agent is a candidate, so the best are exactly the best (docs/adr/0009)."""

FIND = scored(LIVE)

# Rows are touched in the order of their ids, so that two questions of one agent cannot wait for each other in a ring.
RETRIEVE = f"""{_fitting(LIVE)}, touched AS (
  INSERT INTO memory_accesses (world_id, player, memory_id, accessed_ms)
  SELECT $1, $2, id, $7 FROM fitting ORDER BY id
  ON CONFLICT (world_id, player, memory_id)
  DO UPDATE SET accessed_ms = greatest(memory_accesses.accessed_ms, excluded.accessed_ms)
){_BEST_FIRST}"""
"""`FIND` that counts what it found as accessed, in one statement: its rows still tell the access before."""

STALE = """
SELECT world_id, id, text FROM memories
WHERE archived_in IS NULL AND (embedding_model, dimensions) < ($1, $2) AND world_id <> ALL($4)
UNION ALL
SELECT world_id, id, text FROM memories
WHERE archived_in IS NULL AND (embedding_model, dimensions) > ($1, $2) AND world_id <> ALL($4)
LIMIT $3
"""

EMBED = """
UPDATE memories SET embedding_model = $3, dimensions = $4, embedding = $5 WHERE world_id = $1 AND id = $2
"""

CACHED = """
SELECT text_hash, embedding FROM embeddings
WHERE model = $1 AND dimensions = $2 AND purpose = $3 AND text_hash = ANY($4::bytea[])
"""

CACHE = """
INSERT INTO embeddings (model, dimensions, purpose, text_hash, embedding)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""

ALIVE_BY_PLAYER = """
SELECT player, count(*) AS alive FROM memories WHERE world_id = $1 AND archived_in IS NULL
GROUP BY player HAVING count(*) > $2 ORDER BY player
"""

FADED = f"""
SELECT {_MEMORY} FROM {_WITH_ACCESS}
WHERE m.world_id = $1 AND m.player = $2 AND m.archived_in IS NULL AND m.kind = ANY($3::text[])
  AND m.importance <= $4 AND coalesce(a.accessed_ms, m.at_ms) <= $5
  AND NOT EXISTS (
    SELECT FROM memories c WHERE c.world_id = $1 AND c.evidence @> ARRAY[m.id] AND c.archived_in IS NULL
  )
ORDER BY m.at_ms, m.id LIMIT $6
"""

ARCHIVE = """
UPDATE memories SET archived_in = $4
WHERE world_id = $1 AND player = $2 AND id = ANY($3::text[]) AND archived_in IS NULL
"""

PERCEIVED = "SELECT step, body FROM perceptions WHERE world_id = $1"

PERCEIVE = """
INSERT INTO perceptions (world_id, step, body) VALUES ($1, $2, $3)
ON CONFLICT (world_id) DO UPDATE SET step = excluded.step, body = excluded.body
WHERE perceptions.step < excluded.step
"""

# Clocks of two machines are never compared: a lease begins and ends by the database's.
LEASE = """
INSERT INTO perception_leases (world_id, holder, expires_at)
SELECT id, $1, now() + make_interval(secs => $2) FROM worlds WHERE rules = $3 AND deleted_at IS NULL ORDER BY id
ON CONFLICT (world_id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
WHERE perception_leases.holder = excluded.holder OR perception_leases.expires_at < now()
RETURNING world_id
"""

HELD = "SELECT world_id FROM perception_leases WHERE holder = $1 AND expires_at >= now()"

LEAVE = "DELETE FROM perception_leases WHERE holder = $1"
