-- What somebody wants to be told, and by which link a phone's calendar asks. None of it is part of
-- the record; addresses stand in contacts, where they can be erased.

CREATE TABLE follows (
    account uuid NOT NULL REFERENCES accounts,
    project text NOT NULL,
    since timestamptz NOT NULL DEFAULT ledger_now(),
    PRIMARY KEY (account, project)
);

-- told_through: everything recorded up to then was told, or was not worth a message.
CREATE TABLE newsletters (
    account uuid PRIMARY KEY REFERENCES accounts,
    contact uuid NOT NULL,
    every text NOT NULL CHECK (every IN ('at_once', 'daily', 'weekly')),
    told_through timestamptz NOT NULL DEFAULT ledger_now()
);

-- The link's secret is shown once; here is its SHA-256.
CREATE TABLE calendar_links (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account uuid NOT NULL REFERENCES accounts,
    kind text NOT NULL CHECK (kind IN ('group', 'person')),
    sha256 text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    asked_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX calendar_links_account ON calendar_links (account);

GRANT SELECT, INSERT, UPDATE, DELETE ON follows, newsletters, calendar_links TO bihuan_app;
