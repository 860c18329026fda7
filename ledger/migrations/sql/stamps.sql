-- How often an account's ways in were changed: its password, second factor, identity, role or end.
-- Whoever checks one reads it, and opens a session only while it is the same.
ALTER TABLE accounts ADD COLUMN stamp bigint NOT NULL DEFAULT 0;
