-- Wishes of the people: a projection of their streams, rebuilt at any time.

CREATE TABLE wishes (
    id text PRIMARY KEY,
    stream text NOT NULL,
    collection text NOT NULL,
    region text NOT NULL,
    channel text NOT NULL,
    text text NOT NULL,
    place text,
    said_on date NOT NULL,
    said_at text,
    record text,
    merged_into text,
    members text[] NOT NULL,
    apart text[] NOT NULL,
    items text[] NOT NULL,
    outcome text,
    answer text,
    version bigint NOT NULL
);
CREATE INDEX wishes_collection ON wishes (collection, said_on);

-- Who said it, where somebody wants to be told. Stands apart from the record, which knows the
-- wish's number alone, and is erased at any time without a trace there.
CREATE TABLE wishers (
    wish text PRIMARY KEY,
    name text,
    phone text,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- How often somebody tried in an hour. `who` is a keyed hash that nobody can turn back.
CREATE TABLE wish_tries (
    who text NOT NULL,
    hour timestamptz NOT NULL,
    tries integer NOT NULL,
    PRIMARY KEY (who, hour)
);

-- The key of those hashes and of the forms' seals, the same for every process.
CREATE TABLE wish_key (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    secret text NOT NULL
);
INSERT INTO wish_key (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

GRANT SELECT, INSERT, UPDATE, DELETE ON wishes, wishers, wish_tries TO bihuan_app;
GRANT SELECT ON wish_key TO bihuan_app;
