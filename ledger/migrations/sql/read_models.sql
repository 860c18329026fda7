-- Read models: projections of the events, rebuilt at any time to the same bytes.

CREATE TABLE projects (
    id text PRIMARY KEY,
    stream text NOT NULL,
    programme text NOT NULL,
    list_id text NOT NULL,
    item_no text,
    name text NOT NULL,
    region text NOT NULL,
    unit text NOT NULL,
    unit_synthetic boolean NOT NULL,
    units text[] NOT NULL,
    regime text NOT NULL,
    phase text NOT NULL,
    stage text,
    vote date NOT NULL,
    next_session date NOT NULL,
    session_assumed boolean NOT NULL,
    investment_wan numeric,
    planned_completion date,
    verified boolean NOT NULL,
    grade text,
    closed boolean NOT NULL,
    lag_light text NOT NULL,
    lag_zh text NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX projects_programme ON projects (programme);
CREATE INDEX projects_region ON projects (region);
CREATE INDEX projects_units ON projects USING gin (units);

CREATE TABLE programmes (
    id text PRIMARY KEY,
    stream text NOT NULL,
    title text NOT NULL,
    region text NOT NULL,
    regime text NOT NULL,
    vote date NOT NULL,
    next_session date NOT NULL,
    session_assumed boolean NOT NULL,
    projects text[] NOT NULL,
    stage text,
    closed boolean NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE duties (
    stream text NOT NULL,
    duty text NOT NULL,
    region text NOT NULL,
    line text NOT NULL,
    period text,
    zh text NOT NULL,
    stage text NOT NULL,
    form text NOT NULL,
    obligor text NOT NULL,
    obligee text NOT NULL,
    supervisor text NOT NULL,
    opens date NOT NULL,
    original_due date NOT NULL,
    due date NOT NULL,
    due_at timestamptz NOT NULL,
    settled boolean NOT NULL,
    owed boolean NOT NULL,
    late_from timestamptz,
    revision integer NOT NULL,
    level integer NOT NULL,
    overdue boolean NOT NULL,
    overdue_at timestamptz,
    filed_by text,
    received_at timestamptz,
    on_time boolean,
    decide_by date,
    accepted boolean NOT NULL,
    closed text,
    PRIMARY KEY (stream, duty)
);
CREATE INDEX duties_of_party ON duties (obligor, due) WHERE owed;
CREATE INDEX duties_late ON duties (late_from) WHERE late_from IS NOT NULL;

CREATE TABLE notices (
    id uuid PRIMARY KEY,
    stream text NOT NULL,
    version bigint NOT NULL,
    region text NOT NULL,
    duty text NOT NULL,
    revision integer NOT NULL,
    kind text NOT NULL,
    level integer NOT NULL,
    party text NOT NULL,
    "on" date NOT NULL,
    zh text NOT NULL,
    because text NOT NULL,
    recorded_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text
);
CREATE INDEX notices_party ON notices (party, recorded_at DESC);
CREATE INDEX notices_mark ON notices (stream, duty, revision, level);

CREATE TABLE outages (
    id text PRIMARY KEY,
    service text NOT NULL,
    started timestamptz NOT NULL,
    ended timestamptz NOT NULL,
    seconds numeric NOT NULL
);
CREATE INDEX outages_ended ON outages (ended);
