-- One row per congress's organisation, rebuilt from the events. Names of persons stand apart and
-- can be erased at any time: the record only ever says a reference.

CREATE TABLE organisations (
    id text PRIMARY KEY,
    stream text NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    tier text NOT NULL,
    superior text,
    version bigint NOT NULL
);
CREATE INDEX organisations_region ON organisations (region);

CREATE TABLE people (
    organisation text NOT NULL,
    ref text NOT NULL,
    name text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, ref)
);

ALTER TABLE projects ADD COLUMN group_name text, ADD COLUMN group_leader text;

GRANT SELECT, INSERT, UPDATE, DELETE ON organisations, people TO bihuan_app;
