-- Ballot boxes. Their working tables are made in the schema `box` when voting opens, one set per
-- box, and dropped in the transaction that records the sums: see docs/ballot-secrecy.md.

CREATE SCHEMA box;
GRANT USAGE, CREATE ON SCHEMA box TO bihuan_app;

-- Who was on the roll and who voted, written at the count in the order of the names.
CREATE TABLE ballot_rolls (
    ballot text NOT NULL,
    voter text NOT NULL,
    voted boolean NOT NULL,
    PRIMARY KEY (ballot, voter)
);

-- A read model, rebuilt from the events.
CREATE TABLE ballots (
    id text PRIMARY KEY,
    stream text NOT NULL,
    title text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    programme text NOT NULL,
    duty text NOT NULL,
    status text NOT NULL,
    held_on date,
    roll integer NOT NULL,
    present integer NOT NULL,
    ballots integer NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX ballots_region ON ballots (region);
CREATE INDEX ballots_programme ON ballots (programme);

GRANT SELECT, INSERT ON ballot_rolls TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ballots TO bihuan_app;
