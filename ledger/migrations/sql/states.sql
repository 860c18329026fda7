-- A state's text is worth a fifth of a filing's time, and nobody reads it while its process lives.
-- So it is kept beside the stream every so many versions; a cold reader folds the few events since.
CREATE TABLE states (
    stream text PRIMARY KEY,
    version bigint NOT NULL CHECK (version > 0),
    state text NOT NULL
);
INSERT INTO states SELECT id, version, state FROM streams;
ALTER TABLE streams DROP COLUMN state;
GRANT SELECT, INSERT, UPDATE ON states TO bihuan_app;

-- A stream's row changes with every command: room on its page keeps the change out of the indexes.
ALTER TABLE streams SET (fillfactor = 50);
ALTER TABLE duties SET (fillfactor = 70);
ALTER TABLE wakes SET (fillfactor = 50);
