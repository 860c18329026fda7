-- Houses of the past: each a schema with the read models as they were at one moment, made by the
-- application and thrown away by it. It may make schemas of that name only, and owns what is in them.

CREATE TABLE past_houses (
    name text PRIMARY KEY CHECK (name ~ '^past_[0-9a-f]{16}$'),
    as_of timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    edition text NOT NULL,
    events bigint NOT NULL,
    left_out bigint NOT NULL,
    seconds double precision NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION make_past_house(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
BEGIN
    IF name !~ '^past_[0-9a-f]{16}$' THEN
        RAISE EXCEPTION 'no name for a house of the past: %', name USING ERRCODE = 'BH003';
    END IF;
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION bihuan_app', name);
END $$;
REVOKE ALL ON FUNCTION make_past_house(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_past_house(text) TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON past_houses TO bihuan_app;
