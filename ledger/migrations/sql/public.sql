-- What residents answered to "is it really done?". No fact of the record: nobody proves who
-- answered, it may be changed, and words that should not stand are erased without a trace.
-- `who` is a keyed hash of a mark that the telephone made by chance for this one project.
CREATE TABLE answers (
    project text NOT NULL,
    who text NOT NULL,
    answer text NOT NULL CHECK (answer IN ('works', 'broken', 'missing')),
    words text CHECK (char_length(words) <= 200),
    shown boolean NOT NULL DEFAULT false,
    answered_on date NOT NULL,
    PRIMARY KEY (project, who)
);
CREATE INDEX answers_to_read ON answers (project) WHERE words IS NOT NULL AND NOT shown;

-- Screens in a hall. A link opens one screen once and is worth nothing afterwards; the screen is
-- known by its own secret, of which the SHA-256 is kept, and is revoked at any time.
CREATE TABLE screens (
    id text PRIMARY KEY,
    region text NOT NULL,
    name text NOT NULL,
    made_by text NOT NULL,
    link text NOT NULL UNIQUE,
    secret text UNIQUE,
    ballot text,
    step integer NOT NULL DEFAULT 0,
    theme text NOT NULL DEFAULT 'dark' CHECK (theme IN ('dark', 'light')),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    opened_at timestamptz,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX screens_region ON screens (region, made_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON answers, screens TO bihuan_app;
