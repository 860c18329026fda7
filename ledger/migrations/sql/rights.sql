-- What the running application may do: append to the record, never rewrite it. It owns nothing.

DO $$
BEGIN
    CREATE ROLE bihuan_app NOLOGIN;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- roles belong to the whole server
END $$;
DO $$
BEGIN
    EXECUTE format('GRANT bihuan_app TO %I', current_user);
END $$;

CREATE SCHEMA shadow;
GRANT USAGE ON SCHEMA public TO bihuan_app;
GRANT USAGE, CREATE ON SCHEMA shadow TO bihuan_app;
GRANT SELECT, INSERT ON events TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON streams, clock, heartbeats, follow_ups TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON wakes, keepers, deliveries TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON projects, programmes, duties, notices, outages TO bihuan_app;
GRANT SELECT ON installation TO bihuan_app;
