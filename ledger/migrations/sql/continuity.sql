-- The record's epoch: it rises with each restore. While `held`, facts are refused until two people
-- have said what was lost. A projection of the stream `continuity:record`.

CREATE TABLE continuity (
    id text PRIMARY KEY,
    epoch bigint NOT NULL,
    life text NOT NULL,
    held boolean NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON continuity TO bihuan_app;

-- Of which epoch a clock is that last said something; what stood here before is of the first.
ALTER TABLE keepers ADD COLUMN epoch bigint NOT NULL DEFAULT 0;

-- VOLATILE as the others: what holds after a lock was waited for.
CREATE FUNCTION record_epoch() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN coalesce((SELECT epoch FROM public.continuity WHERE id = 'continuity:record'), 0);
END $$;

CREATE FUNCTION facts_are_held() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN coalesce((SELECT held FROM public.continuity WHERE id = 'continuity:record'), false);
END $$;

-- What was recorded lately: for the receipts that are kept outside of the database.
CREATE INDEX events_recorded ON events (recorded_at);
