-- The second belt (reliability §2.18): what a request reads, it reads as bihuan_reader or, at public
-- addresses, as bihuan_public. Both can only read. `bihuan.role`, `bihuan.party` and `bihuan.region`
-- say for whom, in the request's transaction alone. A query that forgets to ask whose a row is
-- finds none of another's. The application's own role (writers, watch, worker) sees every row.

DO $$
DECLARE
    reader text;
BEGIN
    FOREACH reader IN ARRAY ARRAY['bihuan_reader', 'bihuan_public'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', reader);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;  -- of the whole server
        END;
        EXECUTE format('GRANT %I TO %I', reader, current_user);
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO bihuan_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO bihuan_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO bihuan_reader;

-- The public is given what is public, table by table; a new table is not.
GRANT USAGE ON SCHEMA public TO bihuan_public;
GRANT SELECT ON
    activities, answers, appraisals, ballots, books, checkpoints, clock, collections, continuity,
    cosignatures, duties, events, figure_books, heartbeats, installation, log, log_keys, log_nodes,
    measures, meetings, notice_numbers, organisations, outages, past_houses, people, programmes,
    projects, screens, sequenced, states, stations, streams, suggestions, topic_calls, touched,
    wish_key, wish_tries, wishes, years
TO bihuan_public;

-- Of whom a row is, said once. Each setting is looked up once a statement.
CREATE FUNCTION reader_is(VARIADIC roles text[]) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('bihuan.role', true), '') = ANY (roles) $$;
CREATE FUNCTION reader_party() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('bihuan.party', true), '') $$;
CREATE FUNCTION reader_region() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('bihuan.region', true), '') $$;

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY[
        'drafts', 'unfinished', 'uploads', 'notices', 'duties', 'wishers', 'access_log'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY house ON %I TO bihuan_app USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END $$;

CREATE POLICY own ON drafts FOR SELECT TO bihuan_reader USING (party = (SELECT reader_party()));
CREATE POLICY own ON unfinished FOR SELECT TO bihuan_reader USING (party = (SELECT reader_party()));

-- A unit's duties are its own; a suggestion is shared by those who handle it.
CREATE POLICY seen ON duties FOR SELECT TO bihuan_reader USING (
    (SELECT NOT reader_is('', 'nobody'))
    AND ((SELECT reader_region()) = '' OR region = (SELECT reader_region())
        OR starts_with(region, (SELECT reader_region()) || '/'))
    AND ((SELECT NOT reader_is('unit')) OR obligor = (SELECT reader_party())
        OR NOT starts_with(obligor, 'unit:') OR starts_with(stream, 'suggestion:'))
);
CREATE POLICY published ON duties FOR SELECT TO bihuan_public USING (true);

CREATE POLICY seen ON notices FOR SELECT TO bihuan_reader USING (
    (SELECT NOT reader_is('', 'nobody', 'public'))
    AND (party = (SELECT reader_party())
        OR (((SELECT reader_region()) = '' OR region = (SELECT reader_region())
                OR starts_with(region, (SELECT reader_region()) || '/'))
            AND ((SELECT NOT reader_is('unit', 'deputy_group'))
                OR ((SELECT reader_is('deputy_group')) AND (
                    party = 'deputy_groups' OR (SELECT reader_party()) = 'deputy_groups'
                    OR NOT starts_with(stream, 'project:')
                    OR stream = 'project:' || split_part((SELECT reader_party()), ':', 2)))
                OR ((SELECT reader_is('unit')) AND (
                    starts_with(stream, 'suggestion:')
                    OR EXISTS (SELECT FROM projects AS p WHERE p.stream = notices.stream
                        AND 'unit:' || p.unit = (SELECT reader_party())))))))
);

-- A unit has its own files, and of others' those in streams where it leads or owes something.
CREATE POLICY seen ON uploads FOR SELECT TO bihuan_reader USING (
    party = (SELECT reader_party())
    OR (SELECT NOT reader_is('', 'nobody', 'public', 'unit'))
    OR ((SELECT reader_is('unit')) AND EXISTS (
        SELECT FROM upload_uses AS u WHERE u.sha256 = uploads.sha256 AND u.party = uploads.party
            AND (EXISTS (SELECT FROM projects AS p WHERE p.stream = u.stream
                    AND 'unit:' || p.unit = (SELECT reader_party()))
                OR EXISTS (SELECT FROM duties AS d WHERE d.stream = u.stream
                    AND d.obligor = (SELECT reader_party()))
                OR starts_with(u.stream, 'suggestion:'))))
);

CREATE POLICY office ON wishers FOR SELECT TO bihuan_reader USING ((SELECT reader_is('clerk')));

-- Everybody's reads are the auditors'; theirs are the office's too.
CREATE POLICY audited ON access_log FOR SELECT TO bihuan_reader USING (
    (SELECT reader_is('auditor')) OR ((SELECT reader_is('clerk')) AND role = 'auditor')
);
