-- What a session has shown, and when: a password or another's word for it, and a second factor.

ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN way text NOT NULL DEFAULT 'password' CHECK (way IN ('password', 'oidc', 'sample')),
    ADD COLUMN proved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN second_at timestamptz,
    ADD COLUMN seen_on text NOT NULL DEFAULT '';

-- The secret of somebody's authenticator, sealed by a key that is not in the database. `next` is
-- one that is being set up beside it. A step is used once.
CREATE TABLE second_factors (
    account uuid PRIMARY KEY REFERENCES accounts,
    sealed bytea,
    next bytea,
    next_at timestamptz,
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    CHECK ((sealed IS NULL) = (confirmed_at IS NULL)),
    CHECK ((next IS NULL) = (next_at IS NULL))
);

-- 118 random bits each, of which only the SHA-256 is kept; each is good once.
CREATE TABLE recovery_codes (
    account uuid NOT NULL REFERENCES accounts,
    sha256 text NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account, sha256)
);

-- Half way in: the password was right and the second factor is awaited, or another has been asked
-- who somebody is. Known by the SHA-256 of what one browser holds; gone after ten minutes.
CREATE TABLE entries (
    sha256 text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('code', 'enrol', 'asked', 'choose')),
    account uuid REFERENCES accounts,
    held jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- How often somebody tried of late; a keyed hash stands for the account or the address.
CREATE UNLOGGED TABLE login_tries (
    who text PRIMARY KEY,
    level double precision NOT NULL,
    at timestamptz NOT NULL
);

-- Whom an identity provider means: issuer and subject, never an address of mail.
CREATE TABLE identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    account uuid NOT NULL REFERENCES accounts,
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (issuer, subject, account)
);
CREATE INDEX identities_account ON identities (account);

-- The human behind an account, as the office knows people; it can be erased with the name.
CREATE TABLE account_persons (
    account uuid PRIMARY KEY REFERENCES accounts,
    person text NOT NULL CHECK (person <> '' AND length(person) <= 200)
);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON second_factors, recovery_codes, entries, login_tries, identities, account_persons
    TO bihuan_app;
