-- Views of the board that people keep: preferences, no part of the record.

CREATE TABLE saved_views (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
    query text NOT NULL CHECK (length(query) <= 8000),
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account, name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO bihuan_app;

CREATE INDEX duties_coming ON duties (due) WHERE owed AND late_from IS NOT NULL;
CREATE INDEX duties_unsettled ON duties (stream) WHERE owed AND NOT settled;
