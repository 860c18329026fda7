-- Meetings that duties hang on: a projection of their streams, rebuilt at any time.

CREATE TABLE meetings (
    id text PRIMARY KEY,
    stream text NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    tier text NOT NULL,
    region text NOT NULL,
    convened_by text NOT NULL,
    document text NOT NULL,
    opens date NOT NULL,
    closes date,
    first_opens date NOT NULL,
    moved integer NOT NULL,
    life text NOT NULL,
    opened_on date,
    roll integer,
    present integer,
    closed_on date,
    programmes text[] NOT NULL,
    anchors text[] NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX meetings_region ON meetings (region, opens);
CREATE INDEX meetings_programmes ON meetings USING gin (programmes);

GRANT SELECT, INSERT, UPDATE, DELETE ON meetings TO bihuan_app;
