-- Who may speak to the service, and which files were handed in. Not part of the record: a token is
-- opaque to it, and of a file the events hold the hash.

CREATE TABLE tokens (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    prefix text NOT NULL UNIQUE,
    sha256 text NOT NULL,
    party text NOT NULL,
    role text NOT NULL,
    region text,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- A file belongs to the party that handed it in; another party's copy is a row of its own.
CREATE TABLE uploads (
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    party text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sha256, party)
);

-- One key, one file; and under which streams a file was offered: who sees one of them sees it.
CREATE TABLE upload_keys (
    client text NOT NULL,
    command_id text NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (client, command_id)
);
CREATE TABLE upload_uses (
    sha256 text NOT NULL,
    stream text NOT NULL,
    party text NOT NULL,
    PRIMARY KEY (sha256, stream, party)
);

GRANT SELECT, INSERT, UPDATE ON tokens TO bihuan_app;
GRANT SELECT, INSERT ON uploads, upload_keys, upload_uses TO bihuan_app;
