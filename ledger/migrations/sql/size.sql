-- Which streams were touched, and by which transaction: whoever keeps something in memory reads
-- again what a later snapshot sees and the last one did not. A transaction that a snapshot does not
-- see has a number not below the snapshot's lowest open one: no clock, no order of commits, no gap.
-- Not part of the record; its oldest rows are thrown away, and who is older reads everything anew.
CREATE TABLE touched (
    at xid8 NOT NULL DEFAULT pg_current_xact_id(),
    stream text NOT NULL
);
CREATE INDEX touched_at ON touched (at);
GRANT SELECT, INSERT, DELETE ON touched TO bihuan_app;

-- The same office stands in every county, so what it owes is found by office and region together.
CREATE INDEX duties_of_party_in ON duties (obligor, region, due) WHERE owed;
DROP INDEX duties_of_party;
CREATE INDEX notices_party_in ON notices (party, region, recorded_at DESC);
DROP INDEX notices_party;
CREATE INDEX duties_region ON duties (region);
CREATE INDEX duties_to_decide ON duties (region, decide_by)
    WHERE received_at IS NOT NULL AND NOT accepted AND closed IS NULL;
CREATE INDEX projects_stream ON projects (stream);
CREATE INDEX programmes_region ON programmes (region);
CREATE INDEX programmes_stream ON programmes (stream);
CREATE INDEX collections_stream ON collections (stream);
