-- The second belt around proposals: who reads for a region's office, or for the whole, finds those of
-- that region and below it, and those that hold everywhere; nobody else finds any.

ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
CREATE POLICY house ON proposals TO bihuan_app USING (true) WITH CHECK (true);
CREATE POLICY seen ON proposals FOR SELECT TO bihuan_reader USING (
    (SELECT reader_is('clerk', 'admin', 'auditor'))
    AND ((SELECT reader_region()) = '' OR region IS NULL OR region = (SELECT reader_region())
        OR starts_with(region, (SELECT reader_region()) || '/'))
);
