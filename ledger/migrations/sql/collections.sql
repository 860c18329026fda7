-- The months before each vote: a projection of their streams, rebuilt at any time.

CREATE TABLE collections (
    id text PRIMARY KEY,
    stream text NOT NULL,
    title text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    year integer NOT NULL,
    session date NOT NULL,
    session_assumed boolean NOT NULL,
    opens date NOT NULL,
    closes date NOT NULL,
    closed_on date,
    stage text,
    closed boolean NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX collections_region ON collections (region, year);

GRANT SELECT, INSERT, UPDATE, DELETE ON collections TO bihuan_app;

-- Whose duties they are that are no project's: a year before its vote, and after it.
CREATE VIEW years AS
    SELECT stream, id, title, region, projects FROM programmes
    UNION ALL
    SELECT stream, id, title, region, '{}'::text[] FROM collections;

GRANT SELECT ON years TO bihuan_app;
