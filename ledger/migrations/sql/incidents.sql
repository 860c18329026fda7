-- What was seen to be stuck, and until when: beside the record, by the machine's own time.

CREATE TABLE incidents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    subject text NOT NULL CHECK (length(subject) <= 300),
    detail text NOT NULL DEFAULT '' CHECK (length(detail) <= 1000),
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at timestamptz,
    closed_by text,
    note text CHECK (length(note) <= 1000),
    CHECK (closed_at >= opened_at),
    CHECK (closed_by IS NULL OR closed_at IS NOT NULL)
);
CREATE UNIQUE INDEX incidents_open ON incidents (kind, subject) WHERE closed_at IS NULL;
CREATE INDEX incidents_subject ON incidents (subject, opened_at DESC);
CREATE INDEX incidents_opened ON incidents (opened_at DESC);
GRANT SELECT, INSERT, UPDATE ON incidents TO bihuan_app;

CREATE INDEX notices_recorded ON notices USING brin (recorded_at);
CREATE INDEX follow_ups_refused ON follow_ups (done_at) WHERE refused IS NOT NULL;
CREATE INDEX messages_given_up ON messages (composed_at)
    WHERE next_at IS NULL AND outcome IN ('refused', 'unknown');
CREATE INDEX messages_contact ON messages (contact, composed_at DESC);
