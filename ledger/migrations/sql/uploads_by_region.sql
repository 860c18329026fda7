-- A file belongs to a party in its region: a bureau's name is known in many counties. Who is of no
-- region hands in what is of none, and finds his party's files of every region; a file of whom
-- nothing is known any more is of none too.

-- PostgreSQL keeps no NULL in a primary key; NULLS NOT DISTINCT lets one row of no region stand.
ALTER TABLE uploads DROP CONSTRAINT uploads_pkey, ADD COLUMN region text;
ALTER TABLE unfinished DROP CONSTRAINT unfinished_pkey, ADD COLUMN region text;
ALTER TABLE upload_uses DROP CONSTRAINT upload_uses_pkey, ADD COLUMN region text;

CREATE TEMPORARY TABLE callers AS
SELECT 'account:' || id AS client, party, region FROM accounts
UNION ALL SELECT id::text, party, region FROM tokens
UNION ALL SELECT 'client:' || id, party, region FROM machine_clients;
CREATE TEMPORARY TABLE seats AS
SELECT stream, region FROM projects UNION SELECT stream, region FROM programmes
UNION SELECT stream, region FROM collections UNION SELECT stream, region FROM suggestions;

-- Where a party had the file: where sits who handed it in, and, of those who work in one region
-- alone, where it was used. Same-named parties of two regions each get a row of their own.
CREATE TEMPORARY TABLE places AS
SELECT k.sha256, c.party, c.region FROM upload_keys AS k JOIN callers AS c USING (client)
WHERE c.region IS NOT NULL
UNION
SELECT u.sha256, u.party, s.region FROM upload_uses AS u JOIN seats AS s USING (stream)
WHERE starts_with(u.party, 'unit:') OR starts_with(u.party, 'deputy_group:');

INSERT INTO uploads (sha256, party, name, media_type, size, uploaded_at, region)
SELECT u.sha256, u.party, u.name, u.media_type, u.size, u.uploaded_at, p.region
FROM uploads AS u JOIN places AS p USING (sha256, party);
DELETE FROM uploads AS u USING places AS p
WHERE u.region IS NULL AND (u.sha256, u.party) = (p.sha256, p.party);

-- A use goes with the file of the stream's region, or of one above it; else with all of them.
INSERT INTO upload_uses (sha256, stream, party, region)
SELECT sha256, stream, party, region FROM (
    SELECT *, bool_or(near) OVER (PARTITION BY sha256, stream, party) AS known FROM (
        SELECT u.sha256, u.stream, u.party, p.region,
            coalesce(starts_with(s.region || '/', p.region || '/'), false) AS near
        FROM upload_uses AS u JOIN places AS p USING (sha256, party)
        LEFT JOIN seats AS s USING (stream)
    ) AS each
) AS told WHERE near OR NOT known;
DELETE FROM upload_uses AS u USING places AS p
WHERE u.region IS NULL AND (u.sha256, u.party) = (p.sha256, p.party);

-- Nobody is named beside a file on its way: it is where its party is, if that is in one place. One
-- of no region is given up after seven days, as every file that nobody goes on with.
UPDATE unfinished AS u SET region = c.region FROM (
    SELECT party, min(region) AS region FROM callers
    GROUP BY party HAVING count(DISTINCT region) = 1 AND count(region) = count(*)
) AS c WHERE c.party = u.party;

DROP TABLE callers, seats, places;

ALTER TABLE uploads ADD UNIQUE NULLS NOT DISTINCT (sha256, party, region);
ALTER TABLE unfinished ADD UNIQUE NULLS NOT DISTINCT (sha256, party, region);
ALTER TABLE upload_uses ADD UNIQUE NULLS NOT DISTINCT (sha256, stream, party, region);
CREATE INDEX uploads_party ON uploads (party, region);
DROP INDEX unfinished_party;
CREATE INDEX unfinished_party ON unfinished (party, region);

-- The second belt says the same.
DROP POLICY own ON unfinished;
CREATE POLICY own ON unfinished FOR SELECT TO bihuan_reader USING (
    party = (SELECT reader_party())
    AND ((SELECT reader_region()) = '' OR region = (SELECT reader_region()))
);

-- A unit has its own files, and of others' those in its region's streams where it leads or owes
-- something.
DROP POLICY seen ON uploads;
CREATE POLICY seen ON uploads FOR SELECT TO bihuan_reader USING (
    (party = (SELECT reader_party())
        AND ((SELECT reader_region()) = '' OR region = (SELECT reader_region())))
    OR (SELECT NOT reader_is('', 'nobody', 'public', 'unit'))
    OR ((SELECT reader_is('unit')) AND EXISTS (
        SELECT FROM upload_uses AS u WHERE u.sha256 = uploads.sha256 AND u.party = uploads.party
            AND u.region IS NOT DISTINCT FROM uploads.region
            AND (EXISTS (SELECT FROM projects AS p WHERE p.stream = u.stream
                    AND 'unit:' || p.unit = (SELECT reader_party())
                    AND ((SELECT reader_region()) = '' OR p.region = (SELECT reader_region())))
                OR EXISTS (SELECT FROM duties AS d WHERE d.stream = u.stream
                    AND d.obligor = (SELECT reader_party())
                    AND ((SELECT reader_region()) = '' OR d.region = (SELECT reader_region())))
                OR EXISTS (SELECT FROM suggestions AS s WHERE s.stream = u.stream
                    AND ((SELECT reader_region()) = '' OR s.region = (SELECT reader_region()))))))
);
