-- The transparency log. Made after commit by the sequencer; nothing here stands in the way of a
-- filing. Rows are only ever added, as in `events`.

-- Which event stands where: gapless from 1, and each stream's events in their own order.
CREATE TABLE log (
    position bigint PRIMARY KEY CHECK (position > 0),
    stream text NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT log_stream_version UNIQUE (stream, version),
    CONSTRAINT log_hash UNIQUE (hash)
);

-- How far each stream is in the log: what the sequencer compares with `streams.version`.
CREATE TABLE sequenced (stream text PRIMARY KEY, version bigint NOT NULL);

-- Complete subtrees above the leaves (RFC 6962): each is made once and never changes.
CREATE TABLE log_nodes (
    level smallint NOT NULL CHECK (level > 0),
    index bigint NOT NULL CHECK (index >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);

-- Signed statements of size and root, as their text was signed; and who else signed them.
CREATE TABLE checkpoints (
    size bigint PRIMARY KEY CHECK (size >= 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE cosignatures (
    size bigint NOT NULL REFERENCES checkpoints,
    witness text NOT NULL,
    line text NOT NULL,
    signed_at timestamptz NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (size, witness)
);
-- The public halves of the keys that signed here. Whoever verifies pins a key he got elsewhere.
CREATE TABLE log_keys (
    vkey text PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TRIGGER log_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
ALTER TABLE log ENABLE ALWAYS TRIGGER log_is_appended;
CREATE TRIGGER log_nodes_are_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON log_nodes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
ALTER TABLE log_nodes ENABLE ALWAYS TRIGGER log_nodes_are_appended;
CREATE TRIGGER checkpoints_are_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
ALTER TABLE checkpoints ENABLE ALWAYS TRIGGER checkpoints_are_appended;

GRANT SELECT, INSERT ON log, log_nodes, checkpoints, cosignatures, log_keys TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON sequenced TO bihuan_app;

-- Exports of other installations that arrived here and were verified, or refused, on arrival.
CREATE TABLE arrivals (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    origin text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    sha256 text NOT NULL,
    streams bigint NOT NULL,
    events bigint NOT NULL,
    faults text[] NOT NULL,
    projects jsonb NOT NULL,
    witnesses text[] NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX arrivals_origin ON arrivals (origin, at DESC);
GRANT SELECT, INSERT ON arrivals TO bihuan_app;
