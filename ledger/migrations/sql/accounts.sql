-- People who sign in. Their names stand apart, so that they can be erased; the record only ever
-- says `account:{id}`. A session is known by the SHA-256 of its id alone.

CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    role text NOT NULL,
    party text NOT NULL,
    region text,
    password text NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_at timestamptz
);

CREATE TABLE account_names (
    account uuid PRIMARY KEY REFERENCES accounts,
    name text NOT NULL
);

CREATE TABLE sessions (
    sha256 text PRIMARY KEY,
    account uuid NOT NULL REFERENCES accounts,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz
);
CREATE INDEX sessions_account ON sessions (account) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON accounts TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_names, sessions TO bihuan_app;
