"""The statements of `PostgresStore`. A write that touches several tables is one statement of several parts,
which Postgres runs as one transaction on one snapshot."""

_WORLD_COLUMNS = """
    w.id, w.name, w.rules, w.template, w.seed,
    (extract(epoch FROM w.created_at) * 1000)::bigint AS created_at_ms,
    e.generation, e.step, e.next_tick, e.last_input,
    coalesce((extract(epoch FROM e.alive_at) * 1000)::bigint, 0) AS alive_at_ms, e.behind_ms,
    (extract(epoch FROM w.attended_at) * 1000)::bigint AS attended_at_ms
"""

_FROM_WORLDS = "FROM worlds w JOIN engines e ON e.world_id = w.id"

WORLDS = f"SELECT {_WORLD_COLUMNS} {_FROM_WORLDS} ORDER BY w.created_at, w.id"

WORLD = f"SELECT {_WORLD_COLUMNS} {_FROM_WORLDS} WHERE w.id = $1"

LOAD = f"""
SELECT {_WORLD_COLUMNS}, e.state_hash,
    array(
        SELECT (kind, id, body::text) FROM entities
        WHERE world_id = w.id AND ($2::text[] IS NULL OR kind = ANY($2))
    ) AS entities
{_FROM_WORLDS} WHERE w.id = $1
"""

FOUNDING = f"""
SELECT {_WORLD_COLUMNS}, f.state_hash, f.entities::text AS entities
{_FROM_WORLDS} JOIN foundings f ON f.world_id = w.id WHERE w.id = $1
"""

CREATE_WORLD = """
WITH founded AS (
    INSERT INTO worlds (id, name, rules, template, seed, owner_key_hash)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
), engine AS (
    INSERT INTO engines (world_id, state_hash, last_event)
    SELECT id, $7, cardinality($11::bigint[]) FROM founded
), counter AS (
    INSERT INTO input_counters (world_id) SELECT id FROM founded
), made AS (
    INSERT INTO entities (world_id, kind, id, body)
    SELECT f.id, e.kind, e.id, e.body::json
    FROM founded f, unnest($8::text[], $9::text[], $10::text[]) AS e (kind, id, body)
), kept AS (
    INSERT INTO foundings (world_id, state_hash, entities) SELECT id, $7, $22::json FROM founded
), happened AS (
    INSERT INTO events (world_id, number, step, at_ms, kind, subject, body)
    SELECT f.id, v.number, 0, v.at_ms, v.kind, v.subject, v.body::json
    FROM founded f, unnest($11::bigint[], $12::text[], $13::text[], $14::text[])
        WITH ORDINALITY AS v (at_ms, kind, subject, body, number)
), issued AS (
    INSERT INTO operations (world_id, id, kind, body, issued_ms, deadline_ms, urgent)
    SELECT f.id, o.id, o.kind, o.body::json, o.issued_ms, o.deadline_ms, o.urgent
    FROM founded f,
        unnest($15::text[], $16::text[], $17::text[], $18::bigint[], $19::bigint[], $20::boolean[])
        AS o (id, kind, body, issued_ms, deadline_ms, urgent)
)
SELECT pg_notify('everbrook', $21) FROM founded
"""

RENAME_WORLD = """
WITH renamed AS (UPDATE worlds SET name = $2 WHERE id = $1 RETURNING id)
SELECT pg_notify('everbrook', $3) FROM renamed
"""

DELETE_WORLD = """
WITH gone AS (DELETE FROM worlds WHERE id = $1 RETURNING id)
SELECT pg_notify('everbrook', $2) FROM gone
"""

ATTEND = "UPDATE worlds SET attended_at = now() WHERE id = ANY($1::text[])"

OWNER_KEY_HASH = "SELECT owner_key_hash FROM worlds WHERE id = $1"

TAKE = "UPDATE engines SET generation = generation + 1 WHERE world_id = $1 RETURNING generation"

BEAT = "UPDATE engines SET alive_at = now() WHERE world_id = $1 AND generation = $2 RETURNING generation"

SEND = """
WITH counted AS (
    UPDATE input_counters c SET accepted = c.accepted + 1
    FROM engines e
    WHERE c.world_id = $1 AND e.world_id = $1 AND c.accepted - e.last_input < $5
    RETURNING c.accepted AS number
), accepted AS (
    INSERT INTO inputs (world_id, number, name, args, idempotency_key)
    SELECT $1, number, $2, $3::json, $4 FROM counted RETURNING number
)
SELECT number, pg_notify('everbrook', $6) FROM accepted
"""

SENT_BEFORE = """
SELECT number, name, args::text AS args FROM inputs WHERE world_id = $1 AND idempotency_key = $2
"""

INPUTS_AFTER = """
SELECT number, name, args::text AS args, idempotency_key FROM inputs
WHERE world_id = $1 AND number > $2 ORDER BY number LIMIT $3
"""

INPUT_LOG = """
SELECT number, name, args::text AS args, idempotency_key, tick, outcome::text AS outcome FROM inputs
WHERE world_id = $1 AND number > $2 AND tick IS NOT NULL ORDER BY number LIMIT $3
"""

ANSWER = """
SELECT tick, outcome::text AS outcome, idempotency_key FROM inputs WHERE world_id = $1 AND number = $2
"""

COMMIT = """
WITH fence AS (
    UPDATE engines SET step = step + 1, next_tick = $4, last_input = $5, state_hash = $8, behind_ms = $9,
        alive_at = now(), last_event = last_event + cardinality($18::bigint[])
    WHERE world_id = $1 AND generation = $2
    RETURNING step, last_event - cardinality($18::bigint[]) AS events_before
), stepped AS (
    INSERT INTO steps (world_id, number, from_tick, next_tick, last_input, changes, history, state_hash)
    SELECT $1, step, $3, $4, $5, $6::json, $7, $8 FROM fence
), made AS (
    INSERT INTO entities (world_id, kind, id, body)
    SELECT $1, e.kind, e.id, e.body::json
    FROM fence, unnest($10::text[], $11::text[], $12::text[]) AS e (kind, id, body)
    ON CONFLICT (world_id, kind, id) DO UPDATE SET body = excluded.body
), gone AS (
    DELETE FROM entities x USING fence, unnest($13::text[], $14::text[]) AS e (kind, id)
    WHERE x.world_id = $1 AND x.kind = e.kind AND x.id = e.id
), answered AS (
    UPDATE inputs i SET tick = a.tick, outcome = a.outcome::json
    FROM fence, unnest($15::bigint[], $16::bigint[], $17::text[]) AS a (number, tick, outcome)
    WHERE i.world_id = $1 AND i.number = a.number
), happened AS (
    INSERT INTO events (world_id, number, step, at_ms, kind, subject, body)
    SELECT $1, f.events_before + v.number, f.step, v.at_ms, v.kind, v.subject, v.body::json
    FROM fence f, unnest($18::bigint[], $19::text[], $20::text[], $21::text[])
        WITH ORDINALITY AS v (at_ms, kind, subject, body, number)
), issued AS (
    INSERT INTO operations (world_id, id, kind, body, issued_ms, deadline_ms, urgent)
    SELECT $1, o.id, o.kind, o.body::json, o.issued_ms, o.deadline_ms, o.urgent
    FROM fence,
        unnest($22::text[], $23::text[], $24::text[], $25::bigint[], $26::bigint[], $27::boolean[])
        AS o (id, kind, body, issued_ms, deadline_ms, urgent)
), finished AS (
    UPDATE operations o SET finished = true
    FROM fence, unnest($28::text[]) AS a (id)
    WHERE o.world_id = $1 AND o.id = a.id
)
SELECT step, pg_notify('everbrook', $29) FROM fence
"""

STEPS_AFTER = """
SELECT number, from_tick, next_tick, last_input, changes::text AS changes, history, state_hash
FROM steps WHERE world_id = $1 AND number > $2 ORDER BY number LIMIT $3
"""

STEPS_BETWEEN = """
SELECT number, from_tick, next_tick, last_input, changes::text AS changes, history, state_hash
FROM steps WHERE world_id = $1 AND next_tick > $2 AND from_tick < $3 ORDER BY number LIMIT $4
"""

EVENTS_OF_STEPS = """
SELECT step, number, at_ms, kind, subject, body::text AS body
FROM events WHERE world_id = $1 AND step BETWEEN $2 AND $3 ORDER BY number
"""

EVENTS = """
SELECT number, at_ms, kind, subject, body::text AS body FROM events
WHERE world_id = $1 AND kind = $2 AND ($3::text IS NULL OR subject = $3)
    AND ($4::bigint IS NULL OR number < $4)
ORDER BY number DESC LIMIT $5
"""

_OPERATION_COLUMNS = "id, kind, body::text AS body, issued_ms, deadline_ms, urgent"

UNFINISHED_OPERATIONS = f"""
SELECT {_OPERATION_COLUMNS} FROM operations WHERE world_id = $1 AND NOT finished ORDER BY issued_ms, id
"""

OPERATION = f"""
SELECT {_OPERATION_COLUMNS} FROM operations WHERE world_id = $1 AND id = $2 AND NOT finished
"""

BIND_KEY = "INSERT INTO keys (world_id, key_hash, input_number) VALUES ($1, $2, $3)"

SUBJECT_OF_KEY = """
SELECT i.number, i.outcome::text AS outcome
FROM keys k JOIN inputs i ON i.world_id = k.world_id AND i.number = k.input_number
WHERE k.world_id = $1 AND k.key_hash = $2
"""
