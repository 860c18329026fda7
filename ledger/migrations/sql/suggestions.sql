-- Deputies' suggestions: a projection of their streams, rebuilt at any time. Deputies are opaque
-- references here too; their names stand in `people` and can be erased.

CREATE TABLE suggestions (
    id text PRIMARY KEY,
    stream text NOT NULL,
    title text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    deputy text NOT NULL,
    seconders text[] NOT NULL,
    raised text NOT NULL,
    session text,
    field text,
    submitted_on date NOT NULL,
    life text NOT NULL,
    lead text,
    co text[] NOT NULL,
    assigned_on date,
    difficult boolean NOT NULL,
    stages text[] NOT NULL,
    replies integer NOT NULL,
    kind text,
    replied_on date,
    verdict text,
    closed_on date,
    linked text[] NOT NULL,
    synthetic boolean NOT NULL,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX suggestions_stream ON suggestions (stream);
CREATE INDEX suggestions_region ON suggestions (region, life);
CREATE INDEX suggestions_deputy ON suggestions (region, deputy, submitted_on);
CREATE INDEX suggestions_lead ON suggestions (lead) WHERE closed_on IS NULL;
CREATE INDEX suggestions_linked ON suggestions USING gin (linked);

GRANT SELECT, INSERT, UPDATE, DELETE ON suggestions TO bihuan_app;

-- Whose duties they are that are no project's: a suggestion's among them.
CREATE OR REPLACE VIEW years AS
    SELECT stream, id, title, region, projects FROM programmes
    UNION ALL
    SELECT stream, id, title, region, '{}'::text[] FROM collections
    UNION ALL
    SELECT stream, id, title, region, '{}'::text[] FROM suggestions;
