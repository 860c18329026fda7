-- What a unit works with and what is no fact of the record: drafts of what it will file, files that
-- have not arrived whole, and whether its leader signs before anything is filed.

-- One draft of one duty, shared within the party that owes it. `sent`: it waits for the leader.
CREATE TABLE drafts (
    stream text NOT NULL,
    duty text NOT NULL,
    party text NOT NULL,
    fields jsonb NOT NULL,
    evidence text[] NOT NULL,
    revision integer NOT NULL,
    prepared_by text NOT NULL,
    kept_by text NOT NULL,
    kept_at timestamptz NOT NULL,
    sent_at timestamptz,
    back_because text,
    back_by text,
    PRIMARY KEY (stream, duty, party)
);
CREATE INDEX drafts_party ON drafts (party);

-- Whether a unit's leader signs; a unit without a row follows our default.
CREATE TABLE signing (
    party text NOT NULL,
    region text NOT NULL,
    required boolean NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (party, region)
);

-- A file on its way, known by the SHA-256 it will have. Its pieces lie beside the evidence.
CREATE TABLE unfinished (
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    party text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    received bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
    pieces text[] NOT NULL DEFAULT '{}',
    place text NOT NULL,
    touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sha256, party)
);
CREATE INDEX unfinished_party ON unfinished (party);
CREATE INDEX unfinished_touched ON unfinished (touched_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON drafts, signing, unfinished TO bihuan_app;
