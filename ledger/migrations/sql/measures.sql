-- Which content each measure had when it was first used here: a file that is edited afterwards
-- under the same name is refused, for the years that stand under it were promised its words.

CREATE TABLE measures (
    ref text PRIMARY KEY,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    used_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT ON measures TO bihuan_app;
