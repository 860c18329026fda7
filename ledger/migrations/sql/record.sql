-- The record itself, and what its clock, its processes and its watch need. Never rebuilt.

-- Chosen once, before the first event: the real clock, or one that can be set.
CREATE TABLE installation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    clock text NOT NULL DEFAULT 'real' CHECK (clock IN ('real', 'settable')),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO installation DEFAULT VALUES;

-- At the real instant set_at the ledger's time was `instant`; since then it runs at `rate`.
CREATE TABLE clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    instant timestamptz NOT NULL,
    set_at timestamptz NOT NULL,
    rate double precision NOT NULL DEFAULT 1 CHECK (rate > 0)
);

CREATE FUNCTION refuse_setting_a_real_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT clock FROM installation) <> 'settable' THEN
        RAISE EXCEPTION 'the clock of this installation is real and cannot be set'
            USING ERRCODE = 'BH001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER clock_is_settable BEFORE INSERT OR UPDATE ON clock
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_setting_a_real_clock();
ALTER TABLE clock ENABLE ALWAYS TRIGGER clock_is_settable;

-- One row per stream: lock, version, chain head and cached state in one place.
CREATE TABLE streams (
    id text PRIMARY KEY,
    kind text NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    head text NOT NULL,
    state text NOT NULL,
    regime text,
    calendar text NOT NULL,
    closed boolean NOT NULL,
    next_at timestamptz
);
CREATE INDEX streams_next ON streams (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX streams_open ON streams (calendar) WHERE NOT closed;

CREATE TABLE events (
    id uuid PRIMARY KEY,
    stream text NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    type text NOT NULL,
    schema integer NOT NULL CHECK (schema > 0),
    body text NOT NULL,
    actor text NOT NULL,
    reason text,
    happened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    client text NOT NULL,
    command_id text NOT NULL,
    n integer NOT NULL CHECK (n >= 0),
    fingerprint text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT events_stream_version UNIQUE (stream, version),
    CONSTRAINT events_command UNIQUE (client, command_id, n)
);

CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are only ever appended: % is refused', TG_OP USING ERRCODE = 'BH002';
END $$;
CREATE TRIGGER events_are_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
-- ALWAYS: not even session_replication_role = replica passes it by.
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_appended;

-- Commands that an event owes to other streams; carried out by whoever comes first.
CREATE TABLE follow_ups (
    id text PRIMARY KEY,
    stream text NOT NULL,
    type text NOT NULL,
    command text NOT NULL,
    cause uuid NOT NULL,
    done_at timestamptz,
    refused text
);
CREATE INDEX follow_ups_pending ON follow_ups (stream) WHERE done_at IS NULL;

-- Which version of a stream its clock has yet to see, and what each clock last said.
CREATE TABLE wakes (stream text PRIMARY KEY, version bigint NOT NULL);
CREATE TABLE keepers (
    stream text PRIMARY KEY,
    seen_version bigint NOT NULL,
    next_at timestamptz,
    at timestamptz NOT NULL,
    by text NOT NULL
);

CREATE TABLE heartbeats (
    service text PRIMARY KEY,
    ledger_at timestamptz NOT NULL,
    real_at timestamptz NOT NULL
);

-- What was handed to whom outside; beside the notices, which are rebuilt from the events.
CREATE TABLE deliveries (
    notice uuid NOT NULL,
    channel text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (notice, channel)
);

-- VOLATILE on purpose: each look inside takes a snapshot of its own, so that after a lock was
-- waited for these say what holds now, not what held when the statement began.
CREATE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    found timestamptz;
BEGIN
    SELECT instant + (clock_timestamp() - set_at) * rate INTO found FROM clock;
    RETURN coalesce(found, clock_timestamp());
END $$;

CREATE FUNCTION almanac_version() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN coalesce((SELECT version FROM streams WHERE id = 'calendar:cn'), 0);
END $$;

CREATE FUNCTION has_follow_ups(wanted text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM follow_ups WHERE stream = wanted AND done_at IS NULL);
END $$;
