"""The statements of `PostgresStore`. A write that touches several tables is one statement of several parts,
which Postgres runs as one transaction on one snapshot.

Whoever locks rows of several tables locks `engines` before `leases`."""

from engine.leases import GRACE_MS, LEASE_MS, MOST_FREE_WORLDS, RENEW_BELOW_MS

_LEASE, _RENEW_BELOW, _GRACE = (f"interval '{ms} ms'" for ms in (LEASE_MS, RENEW_BELOW_MS, GRACE_MS))
_DEAD_HOSTS_KEPT = "interval '1 minute'"

_WORLD_COLUMNS = f"""
    w.id, w.name, w.rules, e.rules_version, w.template, w.seed, w.capacity,
    (extract(epoch FROM w.created_at) * 1000)::bigint AS created_at_ms,
    e.generation, e.step, e.next_tick, e.last_input,
    CASE WHEN l.broken_reason IS NOT NULL THEN 'broken' WHEN l.until IS NULL THEN 'never'
        WHEN l.until > now() - {_GRACE} THEN 'running' ELSE 'stopped' END AS runner,
    l.broken_reason, e.behind_ms,
    (extract(epoch FROM w.attended_at) * 1000)::bigint AS attended_at_ms
"""

_FROM_WORLDS = "FROM worlds w JOIN engines e ON e.world_id = w.id JOIN leases l ON l.world_id = w.id"

_IS_THERE = "AND EXISTS (SELECT FROM engines WHERE world_id = $1)"
"""Of a world that is being removed some rows are left."""

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
SELECT {_WORLD_COLUMNS}, f.state_hash, f.entities::text AS entities, f.step AS founded_step,
    f.next_tick AS founded_tick, f.last_input AS founded_input, f.rules_version AS founded_version
{_FROM_WORLDS} JOIN foundings f ON f.world_id = w.id WHERE w.id = $1 ORDER BY f.step DESC LIMIT 1
"""

CREATE_WORLD = """
WITH founded AS (
    INSERT INTO worlds (id, name, rules, template, seed, capacity, founder, founded_from, founding_key,
        founding_request)
    VALUES ($1, $2, $3, $4, $5, $6, $26, $27, $28, $29) RETURNING id
), engine AS (
    INSERT INTO engines (world_id, rules_version, state_hash, last_event)
    SELECT id, $23, $7, cardinality($11::bigint[]) FROM founded
), lease AS (
    INSERT INTO leases (world_id) SELECT id FROM founded
), owned AS (
    INSERT INTO keys (id, hash, world_id, role, cause) SELECT $24, $25, id, 'owner', $30 FROM founded
), counter AS (
    INSERT INTO input_counters (world_id) SELECT id FROM founded
), made AS (
    INSERT INTO entities (world_id, kind, id, body)
    SELECT f.id, e.kind, e.id, e.body::json
    FROM founded f, unnest($8::text[], $9::text[], $10::text[]) AS e (kind, id, body)
), kept AS (
    INSERT INTO foundings (world_id, step, next_tick, last_input, rules, rules_version, state_hash, entities)
    SELECT id, 0, 0, 0, $3, $23, $7, $22::json FROM founded
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

FOUNDED_BEFORE = """
SELECT id, coalesce(founding_request, '') AS request FROM worlds
WHERE founder = $1 AND founding_key = $2 AND deleted_at IS NULL
"""

WORLDS_FOUNDED = """
SELECT count(*) FROM worlds WHERE deleted_at IS NULL AND ($1::text IS NULL OR founded_from = $1)
"""

RENAME_WORLD = """
WITH renamed AS (UPDATE worlds SET name = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING id)
SELECT pg_notify('everbrook', $3) FROM renamed
"""

# Without its engine a world is found by nobody, takes no input and commits no step; the rest goes little by little.
DELETE_WORLD = """
WITH gone AS (
    UPDATE worlds SET deleted_at = now(), founding_key = NULL WHERE id = $1 AND deleted_at IS NULL RETURNING id
), engine AS (
    DELETE FROM engines WHERE world_id IN (SELECT id FROM gone)
), lease AS (
    DELETE FROM leases WHERE world_id IN (SELECT id FROM gone)
), known AS (
    DELETE FROM keys WHERE world_id IN (SELECT id FROM gone)
)
SELECT pg_notify('everbrook', $2) FROM gone
"""

NOW_MS = "SELECT (extract(epoch FROM now()) * 1000)::bigint AS now_ms"

DELETED_WORLD = "SELECT id FROM worlds WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1"

# Whatever refers to worlds, a fork's tables too; what others refer to comes last, so that a batch takes little with it.
TABLES_OF_WORLDS = """
SELECT c.conrelid::regclass::text AS name, a.attname AS "column"
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'worlds'::regclass
ORDER BY EXISTS (SELECT FROM pg_constraint r WHERE r.contype = 'f' AND r.confrelid = c.conrelid), 1
"""

REMOVE_ROWS = """
DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {column} = $1 LIMIT $2))
"""

REMOVE_WORLD = "DELETE FROM worlds WHERE id = $1 AND deleted_at IS NOT NULL"

ATTEND = "UPDATE worlds SET attended_at = now() WHERE id = ANY($1::text[])"

_IS_FREE = """
(l.until IS NULL OR l.until <= now()) AND (l.broken_version IS NULL OR l.broken_version <> {version})
"""

TAKE = f"""
WITH engine AS (
    SELECT e.world_id FROM engines e JOIN worlds w ON w.id = e.world_id
    WHERE e.world_id = $1 AND w.rules = $3 FOR UPDATE OF e
), taken AS (
    UPDATE leases l SET holder = $2, until = now() + {_LEASE}, broken_reason = NULL, broken_version = NULL
    FROM engine
    WHERE l.world_id = engine.world_id AND (l.holder = $2 OR {_IS_FREE.format(version="$4")})
    RETURNING l.world_id
)
UPDATE engines e SET generation = generation + 1 FROM taken WHERE e.world_id = taken.world_id
RETURNING e.generation
"""

_HELD = """
FROM engines e WHERE l.world_id = $1 AND e.world_id = $1 AND e.generation = $2
"""

BEAT = f"UPDATE leases l SET until = now() + {_LEASE} {_HELD} RETURNING 1"

RELEASE = f"""
WITH released AS (UPDATE leases l SET holder = NULL, until = now() {_HELD} RETURNING 1)
SELECT pg_notify('everbrook', $3) FROM released
"""

QUARANTINE = f"""
WITH broken AS (
    UPDATE leases l SET holder = NULL, until = now(), broken_reason = $3, broken_version = $4 {_HELD} RETURNING 1
)
SELECT pg_notify('everbrook', $5) FROM broken
"""

RETRY = """
WITH mended AS (
    UPDATE leases SET broken_reason = NULL, broken_version = NULL WHERE world_id = $1 RETURNING 1
)
SELECT pg_notify('everbrook', $2) FROM mended
"""

SHARE = f"""
WITH beaten AS (
    INSERT INTO hosts (id, rules, rules_version, capacity, until) VALUES ($1, $2, $3, $4, now() + {_LEASE})
    ON CONFLICT (id) DO UPDATE SET until = excluded.until, capacity = excluded.capacity
), forgotten AS (
    DELETE FROM hosts WHERE id IN (
        SELECT id FROM hosts WHERE until < now() - {_DEAD_HOSTS_KEPT} FOR UPDATE SKIP LOCKED
    )
), free AS (
    SELECT w.id FROM worlds w JOIN leases l ON l.world_id = w.id
    WHERE w.rules = $2 AND {_IS_FREE.format(version="$3")}
    ORDER BY w.created_at, w.id
), living AS (
    SELECT id, capacity FROM hosts WHERE rules = $2 AND rules_version = $3 AND until > now() AND id <> $1
    UNION ALL SELECT $1, $4
)
SELECT
    array(SELECT id FROM free LIMIT {MOST_FREE_WORLDS}) AS free,
    (SELECT count(*) FROM free) AS free_count,
    array(
        SELECT (h.id, h.capacity, (SELECT count(*) FROM leases l WHERE l.holder = h.id AND l.until > now()))
        FROM living h
    ) AS hosts
"""

LEAVE = """
WITH gone AS (DELETE FROM hosts WHERE id = $1 RETURNING id)
SELECT pg_notify('everbrook', $2) FROM gone
"""

_ACCEPT = """
WITH counted AS (
    UPDATE input_counters c SET accepted = c.accepted + 1
    FROM engines e
    WHERE c.world_id = $1 AND e.world_id = $1 AND c.accepted - e.last_input < $5
    RETURNING c.accepted AS number
), accepted AS (
    INSERT INTO inputs (world_id, number, name, args, actor, idempotency_key)
    SELECT $1, number, $2, $3::json, $7, $4 FROM counted RETURNING number
)"""

_ACCEPTED = """
SELECT number, pg_notify('everbrook', $6) FROM accepted
"""

SEND = _ACCEPT + _ACCEPTED

# Who is forgotten meanwhile waits for this statement, or this one for them: no text slips through.
SEND_WITH_WORDS = f"""{_ACCEPT}, known AS (
    SELECT author FROM authors WHERE world_id = $1 AND author = ANY($14::text[]) FOR KEY SHARE
), kept AS (
    INSERT INTO words (world_id, id, author, length, digest, text, carries)
    SELECT $1, w.id, w.author, w.length, w.digest, w.text, string_to_array(w.carries, ' ')
    FROM accepted, unnest($8::text[], $9::text[], $10::integer[], $11::text[], $12::text[], $13::text[])
        AS w (id, author, length, digest, text, carries)
    WHERE NOT EXISTS (
        SELECT FROM unnest(string_to_array(w.carries, ' ')) AS c (author)
        WHERE c.author NOT IN (SELECT author FROM known)
    )
){_ACCEPTED}"""
"""`SEND` with what is said in the input, all of it or nothing. `$14` is everybody whose words the texts carry."""

NEW_AUTHOR = """
INSERT INTO authors (world_id, author, key) SELECT world_id, $2, $3 FROM engines WHERE world_id = $1
ON CONFLICT (world_id, author) DO UPDATE SET author = excluded.author RETURNING key
"""

AUTHOR_KEY = "SELECT key FROM authors WHERE world_id = $1 AND author = $2"

SPOKEN = f"""
SELECT id, author, length, digest, text, carries FROM words WHERE world_id = $1 AND id = ANY($2::text[])
    {_IS_THERE}
"""

# The key goes first: from then on nothing is kept that carries the author's words, and what was is seen by the second.
FORGET_AUTHOR = "DELETE FROM authors WHERE world_id = $1 AND author = $2"

FORGET_WORDS = "DELETE FROM words WHERE world_id = $1 AND (author = $2 OR $2 = ANY(carries))"

SIGNAL = "SELECT pg_notify('everbrook', $1)"

SENT_BEFORE = """
SELECT number, name, args::text AS args FROM inputs
WHERE world_id = $1 AND actor = $2 AND idempotency_key = $3
"""

INPUTS_AFTER = """
SELECT number, name, args::text AS args, actor, idempotency_key FROM inputs
WHERE world_id = $1 AND number > $2 ORDER BY number LIMIT $3
"""

INPUT_LOG = """
SELECT number, name, args::text AS args, actor, idempotency_key, tick, outcome::text AS outcome FROM inputs
WHERE world_id = $1 AND number > $2 AND tick IS NOT NULL ORDER BY number LIMIT $3
"""

ANSWER = f"""
SELECT tick, outcome::text AS outcome, actor, idempotency_key FROM inputs
WHERE world_id = $1 AND number = $2 {_IS_THERE}
"""

COMMIT = f"""
WITH fence AS (
    UPDATE engines SET step = step + 1, next_tick = $4, last_input = $5, state_hash = $8, behind_ms = $9,
        last_event = last_event + cardinality($18::bigint[])
    WHERE world_id = $1 AND generation = $2
    RETURNING step, last_event - cardinality($18::bigint[]) AS events_before
), renewed AS (
    UPDATE leases l SET until = now() + {_LEASE} FROM fence
    WHERE l.world_id = $1 AND l.until < now() + {_RENEW_BELOW}
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

UPGRADE = """
WITH fence AS (
    UPDATE engines SET step = step + 1, rules_version = $3, state_hash = $4
    WHERE world_id = $1 AND generation = $2
    RETURNING step, next_tick, last_input
), stepped AS (
    INSERT INTO steps (world_id, number, from_tick, next_tick, last_input, changes, history, state_hash)
    SELECT $1, step, next_tick, next_tick, last_input, $5::json, $6, $4 FROM fence
), kept AS (
    INSERT INTO foundings (world_id, step, next_tick, last_input, rules, rules_version, state_hash, entities)
    SELECT $1, f.step, f.next_tick, f.last_input, w.rules, $3, $4, $7::json
    FROM fence f JOIN worlds w ON w.id = $1
), made AS (
    INSERT INTO entities (world_id, kind, id, body)
    SELECT $1, e.kind, e.id, e.body::json
    FROM fence, unnest($8::text[], $9::text[], $10::text[]) AS e (kind, id, body)
    ON CONFLICT (world_id, kind, id) DO UPDATE SET body = excluded.body
), gone AS (
    DELETE FROM entities x USING fence, unnest($11::text[], $12::text[]) AS e (kind, id)
    WHERE x.world_id = $1 AND x.kind = e.kind AND x.id = e.id
)
SELECT step, pg_notify('everbrook', $13) FROM fence
"""

STEPS_AFTER = f"""
SELECT number, from_tick, next_tick, last_input, changes::text AS changes, history, state_hash
FROM steps WHERE world_id = $1 AND number > $2 {_IS_THERE} ORDER BY number LIMIT $3
"""

STEPS_BETWEEN = f"""
SELECT number, from_tick, next_tick, last_input, changes::text AS changes, history, state_hash
FROM steps WHERE world_id = $1 AND next_tick > $2 AND from_tick < $3 {_IS_THERE}
ORDER BY next_tick, number LIMIT $4
"""

EVENTS_OF_STEPS = """
SELECT step, number, at_ms, kind, subject, body::text AS body
FROM events WHERE world_id = $1 AND step BETWEEN $2 AND $3 ORDER BY number
"""

EVENTS = f"""
SELECT number, at_ms, kind, subject, body::text AS body FROM events
WHERE world_id = $1 AND kind = $2 AND ($3::text IS NULL OR subject = $3)
    AND ($4::bigint IS NULL OR number < $4) {_IS_THERE}
ORDER BY number DESC LIMIT $5
"""

_OPERATION_COLUMNS = "id, kind, body::text AS body, issued_ms, deadline_ms, urgent"

UNFINISHED_OPERATIONS = f"""
SELECT {_OPERATION_COLUMNS} FROM operations WHERE world_id = $1 AND NOT finished ORDER BY issued_ms, id
"""

OPERATION = f"""
SELECT {_OPERATION_COLUMNS} FROM operations WHERE world_id = $1 AND id = $2 AND NOT finished
"""
