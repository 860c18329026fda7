-- Units' systems: who they are and which public keys are theirs; what they were let in by lately.
-- Not part of the record: to it a system is `client:{id}`.

CREATE TABLE machine_clients (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
    party text NOT NULL,
    region text,
    name text NOT NULL,
    scopes text[] NOT NULL CHECK (scopes <@ '{read,submit}' AND cardinality(scopes) > 0),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    made_by text NOT NULL,
    revoked_at timestamptz
);

-- Public halves only, pinned by hand: nothing is ever fetched.
CREATE TABLE machine_keys (
    client text NOT NULL REFERENCES machine_clients,
    kid text NOT NULL,
    jwk text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at timestamptz,
    retired_at timestamptz,
    PRIMARY KEY (client, kid)
);

-- Each assertion is good once: remembered until no clock would take it any more.
CREATE TABLE machine_assertions (
    client text NOT NULL REFERENCES machine_clients,
    jti text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (client, jti)
);
CREATE INDEX machine_assertions_until ON machine_assertions (until);

CREATE TABLE machine_tokens (
    sha256 text PRIMARY KEY,
    client text NOT NULL,
    kid text NOT NULL,
    scopes text[] NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (client, kid) REFERENCES machine_keys
);
CREATE INDEX machine_tokens_expires ON machine_tokens (expires_at);

-- What a system names as the one for whom its assertions are meant, unless a setting says another.
ALTER TABLE installation ADD COLUMN audience uuid NOT NULL DEFAULT gen_random_uuid();

-- Tokens that are handed out by hand: at most ninety days from now, where from, and for what.
ALTER TABLE tokens ADD COLUMN networks text[] NOT NULL DEFAULT '{}';
ALTER TABLE tokens ADD COLUMN scope text NOT NULL DEFAULT 'all' CHECK (scope IN ('all', 'submit'));
ALTER TABLE tokens ADD COLUMN follows uuid REFERENCES tokens;
UPDATE tokens SET expires_at = least(expires_at, clock_timestamp() + interval '90 days');

-- A calendar's link ends by itself, and with the role in which it was made.
ALTER TABLE calendar_links ADD COLUMN expires_at timestamptz;
ALTER TABLE calendar_links ADD COLUMN role text;
ALTER TABLE calendar_links ADD COLUMN party text;
UPDATE calendar_links AS l SET role = a.role, party = a.party,
    expires_at = l.made_at + interval '400 days'
FROM accounts AS a WHERE a.id = l.account;
ALTER TABLE calendar_links ALTER COLUMN expires_at SET NOT NULL;
ALTER TABLE calendar_links ALTER COLUMN expires_at
    SET DEFAULT clock_timestamp() + interval '400 days';
ALTER TABLE calendar_links ALTER COLUMN role SET NOT NULL;
ALTER TABLE calendar_links ALTER COLUMN party SET NOT NULL;

GRANT SELECT, INSERT, UPDATE ON machine_clients, machine_keys TO bihuan_app;
GRANT SELECT, INSERT, DELETE ON machine_assertions, machine_tokens TO bihuan_app;
