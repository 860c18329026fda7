-- Figures that regions told and totals that were published: a projection, rebuilt at any time.

CREATE TABLE figure_books (
    id text PRIMARY KEY,
    stream text NOT NULL,
    region text NOT NULL,
    title text NOT NULL,
    told jsonb NOT NULL,
    claims jsonb NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX figure_books_region ON figure_books (region);
GRANT SELECT, INSERT, UPDATE, DELETE ON figure_books TO bihuan_app;

-- What the last round that decides the year counted, over all its items.
ALTER TABLE programmes
    ADD COLUMN satisfied_ballots integer,
    ADD COLUMN valid_ballots integer,
    ADD COLUMN evaluated_on date;
