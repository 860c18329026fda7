-- Weighty acts that wait for a second person, and what became of them. A projection of the streams
-- `countersign:…`; whether one has lapsed is told from its day at the time of reading.

CREATE TABLE proposals (
    stream text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    target text NOT NULL,
    region text,
    act text NOT NULL,
    subject text NOT NULL,
    proposed_by text NOT NULL,
    role text NOT NULL,
    proposed_at timestamptz NOT NULL,
    lapses_on date NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('waits', 'confirmed', 'declined', 'withdrawn')),
    settled_by text,
    settled_at timestamptz,
    reason text,
    PRIMARY KEY (stream, number),
    CHECK ((outcome = 'waits') = (settled_by IS NULL)),
    CHECK (settled_by IS NULL OR outcome <> 'confirmed' OR settled_by <> proposed_by)
);
CREATE INDEX proposals_waiting ON proposals (lapses_on) WHERE outcome = 'waits';
CREATE INDEX proposals_newest ON proposals (proposed_at DESC);
GRANT SELECT, INSERT, UPDATE, DELETE ON proposals TO bihuan_app;
