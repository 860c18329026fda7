-- Calls for supervision topics, and appraisals assigned to streets: projections.

CREATE TABLE topic_calls (
    id text PRIMARY KEY,
    stream text NOT NULL,
    region text NOT NULL,
    tier text NOT NULL,
    year integer NOT NULL,
    title text NOT NULL,
    closes date NOT NULL,
    published date,
    noted integer NOT NULL,
    open integer NOT NULL,
    chosen integer NOT NULL,
    done integer NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX topic_calls_region ON topic_calls (region, year);

CREATE TABLE appraisals (
    id text PRIMARY KEY,
    stream text NOT NULL,
    region text NOT NULL,
    title text NOT NULL,
    assigned date NOT NULL,
    report_by date NOT NULL,
    reported date,
    organs integer NOT NULL,
    graded integer NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX appraisals_region ON appraisals (region, assigned);

GRANT SELECT, INSERT, UPDATE, DELETE ON topic_calls, appraisals TO bihuan_app;
