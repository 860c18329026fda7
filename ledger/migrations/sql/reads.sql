-- Who asked for what, and what came of it (reliability §4.5). Every row covers its forerunner by
-- its hash; the oldest may be let go after their time, and then stand in the anchor that is left.

CREATE TABLE access_log (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    at timestamptz NOT NULL,
    request text NOT NULL CHECK (length(request) BETWEEN 1 AND 64),
    phase text NOT NULL CHECK (phase IN ('asked', 'answered')),
    subject text CHECK (length(subject) <= 200),
    role text CHECK (length(role) <= 60),
    party text CHECK (length(party) <= 300),
    region text CHECK (length(region) <= 300),
    action text NOT NULL CHECK (length(action) <= 300),
    objects text[] NOT NULL CHECK (cardinality(objects) <= 50),
    filter text NOT NULL CHECK (length(filter) <= 1000),
    number integer NOT NULL CHECK (number >= 0),
    digest text NOT NULL,
    result integer CHECK (result BETWEEN 100 AND 599),
    ip text NOT NULL CHECK (length(ip) <= 60),
    purpose text CHECK (length(purpose) <= 300),
    prev_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (request, phase),
    CHECK ((phase = 'answered') = (result IS NOT NULL))
);
CREATE INDEX access_log_at ON access_log USING brin (at) WITH (pages_per_range = 16);
CREATE INDEX access_log_subject ON access_log (subject, seq);
CREATE INDEX access_log_role ON access_log (role, seq);
CREATE INDEX access_log_objects ON access_log USING gin (objects);

-- Where the chain ends: locked by who appends.
CREATE TABLE access_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    hash text NOT NULL
);
INSERT INTO access_head (seq, hash) VALUES (0, repeat('0', 64));

-- Up to where the oldest were let go, and how the chain stood there.
CREATE TABLE access_anchors (
    seq bigint PRIMARY KEY,
    hash text NOT NULL,
    before timestamptz NOT NULL,
    let_go bigint NOT NULL CHECK (let_go > 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION refuse_to_rewrite_reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'access_log'
        AND current_setting('bihuan.letting_go', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the log of reads is only ever appended to: % is refused', TG_OP
        USING ERRCODE = 'BH002';
END $$;
CREATE TRIGGER access_log_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_reads();
ALTER TABLE access_log ENABLE ALWAYS TRIGGER access_log_is_appended;
CREATE TRIGGER access_anchors_are_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON access_anchors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_reads();
ALTER TABLE access_anchors ENABLE ALWAYS TRIGGER access_anchors_are_appended;

-- Lets go of what is older than so many days, never fewer than the 180 of the law. Its owner may
-- delete, its callers may not. At least the newest row stays.
CREATE FUNCTION let_go_of_reads(days integer, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    limit_at timestamptz := clock_timestamp() - make_interval(days => days);
    fresh bigint;
    last access_log;
    gone bigint;
BEGIN
    IF days < 180 THEN
        RAISE EXCEPTION 'reads are kept for 180 days at least' USING ERRCODE = 'BH003';
    END IF;
    -- A line that says it is older than those before it takes none of them with it.
    SELECT seq INTO fresh FROM access_log WHERE at >= limit_at ORDER BY seq LIMIT 1;
    SELECT * INTO last FROM access_log
    WHERE seq < (SELECT seq FROM access_head)
        AND seq < (SELECT coalesce(min(seq), 0) FROM access_log) + most
        AND seq < coalesce(fresh, 9223372036854775807)
    ORDER BY seq DESC LIMIT 1;
    IF last.seq IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('bihuan.letting_go', 'on', true);
    DELETE FROM access_log WHERE seq <= last.seq;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('bihuan.letting_go', '', true);
    INSERT INTO access_anchors (seq, hash, before, let_go)
    VALUES (last.seq, last.hash, limit_at, gone);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION let_go_of_reads FROM PUBLIC;

GRANT SELECT, INSERT ON access_log TO bihuan_app;
GRANT SELECT, UPDATE ON access_head TO bihuan_app;
GRANT SELECT ON access_anchors TO bihuan_app;
GRANT EXECUTE ON FUNCTION let_go_of_reads TO bihuan_app;
