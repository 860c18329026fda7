-- What leaves the house. Addresses are personal data and stand apart, so that they can be erased;
-- a message remembers whom it was for by the address's opaque id alone.

CREATE TABLE contacts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    party text NOT NULL,
    region text,
    channel text NOT NULL,
    line text,
    address text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT ledger_now(),
    UNIQUE NULLS NOT DISTINCT (party, region, channel, line, address)
);

-- The number people name a notice by, the same by every channel and at every repeat.
CREATE TABLE notice_numbers (
    notice uuid PRIMARY KEY,
    year integer NOT NULL,
    n integer NOT NULL,
    UNIQUE (year, n)
);

-- A message as it was composed: a repeat is the same to the byte. next_at NULL: no further try.
CREATE TABLE messages (
    id uuid PRIMARY KEY,
    contact uuid NOT NULL,
    channel text NOT NULL,
    message_id text NOT NULL UNIQUE,
    subject text NOT NULL,
    body text NOT NULL,
    composed_at timestamptz NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    unknowns integer NOT NULL DEFAULT 0,
    outcome text NOT NULL DEFAULT 'waiting'
        CHECK (outcome IN ('waiting', 'sent', 'refused', 'unknown')),
    next_at timestamptz
);
CREATE INDEX messages_next ON messages (channel, next_at) WHERE next_at IS NOT NULL;

CREATE TABLE message_notices (
    notice uuid NOT NULL,
    contact uuid NOT NULL,
    message uuid NOT NULL REFERENCES messages,
    PRIMARY KEY (notice, contact)
);
CREATE INDEX message_notices_message ON message_notices (message);

-- A try begins as unknown, and is nothing else until somebody knows better.
CREATE TABLE message_attempts (
    message uuid NOT NULL REFERENCES messages,
    n integer NOT NULL,
    channel text NOT NULL,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text NOT NULL DEFAULT 'unknown' CHECK (outcome IN ('sent', 'refused', 'unknown')),
    reason text NOT NULL,
    PRIMARY KEY (message, n)
);
CREATE INDEX message_attempts_recent ON message_attempts (channel, begun_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON contacts TO bihuan_app;
GRANT SELECT, INSERT ON notice_numbers, message_notices TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON messages, message_attempts TO bihuan_app;
