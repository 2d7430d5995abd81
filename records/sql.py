"""The statements that read what minds have left. `$1` is the world, `$2` the player whose mind it is."""

_COLUMNS = """
m.id, m.kind, m.text, m.at_ms, m.place, m.importance, m.source, m.evidence, m.about, m.tags,
m.embedding_model, m.archived_in, coalesce(a.accessed_ms, m.at_ms) AS accessed_ms
"""
_ACCESSES = """
LEFT JOIN memory_accesses a ON a.world_id = $1 AND a.player = $2 AND a.memory_id = m.id
"""

# A kind at a time, since the index is by kind and time: each is read from its newest on, and no further than needed.
MEMORIES = f"""
SELECT {_COLUMNS} FROM unnest($3::text[]) AS wanted (kind) CROSS JOIN LATERAL (
  SELECT id, kind, text, at_ms, place, importance, source, evidence, about, tags, embedding_model, archived_in
  FROM memories
  WHERE world_id = $1 AND player = $2 AND kind = wanted.kind AND archived_in IS NULL
    AND at_ms <= $4 AND (at_ms, id) < ($4, $5)
    AND ($7::text IS NULL OR $7 = ANY(about)) AND importance >= $8 AND at_ms BETWEEN $9 AND $10
    AND ($11::text IS NULL OR strpos(lower(text), lower($11)) > 0)
  ORDER BY at_ms DESC, id DESC LIMIT $6
) m {_ACCESSES}
ORDER BY m.at_ms DESC, m.id DESC LIMIT $6
"""

EVIDENCE = f"""
SELECT {_COLUMNS} FROM memories resting
JOIN memories m ON m.world_id = $1 AND m.player = $2 AND m.id = ANY(resting.evidence) {_ACCESSES}
WHERE resting.world_id = $1 AND resting.player = $2 AND resting.id = $3
ORDER BY m.at_ms, m.id LIMIT $4
"""

RELATIONSHIPS = """
SELECT * FROM (
  SELECT DISTINCT ON (other) other, familiarity, warmth, talks, summary, at_ms, authors FROM relationships
  WHERE world_id = $1 AND player = $2 ORDER BY other, talks DESC
) latest ORDER BY at_ms DESC, other
"""

IS_BAD_ANSWER = "outcome IN ('bad_answer', 'no_valid_json')"
"""Of a row of the ledger: an answer came and could not be used (`agent.models.errors`)."""

CALLS = f"""
SELECT world_id AS world, (at_ms / 86400000)::integer AS day, task, model, count(*) AS calls,
  count(*) FILTER (WHERE outcome <> 'ok') AS failures,
  count(*) FILTER (WHERE {IS_BAD_ANSWER}) AS bad_answers, sum(input_tokens)::bigint AS input_tokens,
  sum(output_tokens)::bigint AS output_tokens, sum(cached_tokens)::bigint AS cached_tokens,
  sum(latency_ms)::bigint AS latency_ms, sum(price_microdollars)::bigint AS price_microdollars
FROM usage_ledger WHERE world_id = $1 AND agent = $2 AND at_ms >= $3
GROUP BY 1, 2, 3, 4 ORDER BY 2 DESC, 3, 4
"""

LATEST_CALLS = """
SELECT at_ms, task, model, input_tokens, output_tokens, cached_tokens, latency_ms, outcome, price_microdollars
FROM usage_ledger WHERE world_id = $1 AND agent = $2 ORDER BY at_ms DESC, id DESC LIMIT $3
"""

USAGE_DAYS = """
SELECT world_id AS world, day, task, model, calls, failures, bad_answers, input_tokens, output_tokens, cached_tokens,
    latency_ms, price_microdollars
FROM usage_days WHERE world_id = $1 AND day >= $2 ORDER BY day DESC, task, model
"""

REFUSED = """
SELECT 1 FROM usage_ledger WHERE world_id = $1 AND at_ms >= $2 AND outcome = 'budget_exhausted' LIMIT 1
"""

USAGE_TOTALS = """
SELECT world_id AS world, 0 AS day, task, model, sum(calls)::bigint AS calls,
    sum(failures)::bigint AS failures, sum(bad_answers)::bigint AS bad_answers,
    sum(input_tokens)::bigint AS input_tokens, sum(output_tokens)::bigint AS output_tokens,
    sum(cached_tokens)::bigint AS cached_tokens,
    sum(latency_ms)::bigint AS latency_ms, sum(price_microdollars)::bigint AS price_microdollars
FROM usage_days GROUP BY world_id, task, model ORDER BY world_id, task, model
"""

LATEST_VOICE = """
SELECT voice, language, condition, budget_microdollars, budget_tokens, budget_near_percent, started_at
FROM voices WHERE beat_at > now() - interval '15 seconds' ORDER BY reason DESC, beat_at DESC LIMIT 1
"""
