-- What deputies did: their books, the activities they took part in, the stations they work at.
-- Projections of their streams, rebuilt at any time; deputies stand by reference alone.

CREATE TABLE books (
    id text PRIMARY KEY,
    stream text NOT NULL,
    congress text NOT NULL,
    deputy text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    group_id text,
    year integer NOT NULL,
    term integer NOT NULL,
    direct boolean NOT NULL,
    entries integer NOT NULL,
    oral integer NOT NULL,
    written integer NOT NULL,
    checks text[] NOT NULL,
    wanting text[] NOT NULL,
    total numeric,
    grade text,
    grade_zh text,
    graded_on date,
    appeal_open boolean NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX books_region ON books (region, year);
CREATE INDEX books_deputy ON books (congress, deputy, term);

CREATE TABLE activities (
    id text PRIMARY KEY,
    stream text NOT NULL,
    region text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    held_on date NOT NULL,
    ended_on date,
    organiser text NOT NULL,
    deputies text[] NOT NULL,
    excused text[] NOT NULL,
    absent text[] NOT NULL,
    figures text NOT NULL,
    source text,
    annulled boolean NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX activities_region ON activities (region, held_on);
CREATE INDEX activities_deputies ON activities USING gin (deputies);

CREATE TABLE stations (
    id text PRIMARY KEY,
    stream text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    seat text,
    group_id text,
    deputies integer NOT NULL,
    since date NOT NULL,
    closed_on date,
    receptions integer NOT NULL,
    persons integer NOT NULL,
    opinions integer NOT NULL,
    routed integer NOT NULL,
    answered integer NOT NULL,
    solved integer NOT NULL,
    satisfied integer NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX stations_region ON stations (region, kind);

GRANT SELECT, INSERT, UPDATE, DELETE ON books, activities, stations TO bihuan_app;
