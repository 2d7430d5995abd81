"""The statements about keys and the links that are exchanged for some."""

_KEY_COLUMNS = """
    id, world_id, role, subject, label,
    (extract(epoch FROM created_at) * 1000)::bigint AS created_at_ms,
    (extract(epoch FROM expires_at) * 1000)::bigint AS expires_at_ms,
    (extract(epoch FROM revoked_at) * 1000)::bigint AS revoked_at_ms,
    coalesce(expires_at <= now(), false) AS expired
"""

# A world that is being removed has no engine any more, and gets no key.
ADD_KEY = f"""
INSERT INTO keys (id, hash, world_id, role, subject, label, expires_at, cause, given_to)
SELECT $1, $2, $3::text, $4, $5, $6, to_timestamp($7::bigint / 1000.0), $8, $9
WHERE $3::text IS NULL OR EXISTS (SELECT FROM engines WHERE world_id = $3::text)
RETURNING {_KEY_COLUMNS}
"""

REVOKE_CAUSE = """
UPDATE keys SET revoked_at = now() WHERE world_id = $1 AND cause = $2 AND revoked_at IS NULL
"""

KEY_BY_HASH = f"SELECT {_KEY_COLUMNS} FROM keys WHERE hash = $1"

KEYS_OF = f"""
SELECT {_KEY_COLUMNS} FROM keys WHERE world_id IS NOT DISTINCT FROM $1::text ORDER BY created_at, id
"""

# The locks make two who revoke at once see each other: the second finds one owner's key fewer.
REVOKE_KEY = """
WITH asked AS (
    SELECT id, world_id FROM keys WHERE id = $1
), lasting AS (
    SELECT k.id FROM keys k JOIN asked a ON a.world_id = k.world_id
    WHERE k.role = 'owner' AND k.expires_at IS NULL AND k.revoked_at IS NULL
    ORDER BY k.id FOR UPDATE OF k
), revoked AS (
    UPDATE keys SET revoked_at = coalesce(revoked_at, now())
    WHERE id = $1
        AND (NOT EXISTS (SELECT FROM lasting WHERE id = $1) OR EXISTS (SELECT FROM lasting WHERE id <> $1))
    RETURNING id
)
SELECT id, EXISTS (SELECT FROM revoked) AS revoked FROM asked
"""

SUBJECTS_GIVEN_TO = """
SELECT DISTINCT subject FROM keys
WHERE world_id = $1 AND given_to = $2 AND subject IS NOT NULL AND revoked_at IS NULL
    AND coalesce(expires_at > now(), true)
"""

ADD_LINK = """
WITH over AS (DELETE FROM links WHERE expires_at <= now())
INSERT INTO links (hash, expires_at) VALUES ($1, now() + $2::bigint * interval '1 millisecond')
"""

USE_LINK = """
WITH used AS (
    DELETE FROM links WHERE hash = $1 AND expires_at > now() RETURNING hash
), operator AS (
    INSERT INTO keys (id, hash, world_id, role, label) SELECT $2, $3, NULL, 'operator', $4 FROM used
), home AS (
    SELECT w.id FROM used, worlds w
    WHERE w.deleted_at IS NULL AND w.founder IS DISTINCT FROM $7 ORDER BY w.created_at, w.id LIMIT 1
), owned AS (
    INSERT INTO keys (id, hash, world_id, role, label) SELECT $5, $6, id, 'owner', $4 FROM home
)
SELECT (SELECT id FROM home) AS world_id FROM used
"""
