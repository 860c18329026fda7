-- What was forgotten of whom: the reference under which the record knows him, never what was erased.
-- Written by the tables themselves, so that nobody erases unseen, whichever way he comes.

CREATE TABLE erasures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('wisher', 'person', 'account', 'contact')),
    ref text NOT NULL CHECK (length(ref) <= 400),
    by text NOT NULL,
    because text CHECK (length(because) <= 300),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX erasures_ref ON erasures (kind, ref);

CREATE FUNCTION refuse_to_rewrite_erasures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the list of erasures is only ever appended to: % is refused', TG_OP
        USING ERRCODE = 'BH002';
END $$;
CREATE TRIGGER erasures_are_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON erasures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_erasures();
ALTER TABLE erasures ENABLE ALWAYS TRIGGER erasures_are_appended;

CREATE FUNCTION note_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone jsonb := to_jsonb(OLD);
BEGIN
    INSERT INTO erasures (kind, ref, by, because) VALUES (
        TG_ARGV[0],
        CASE TG_ARGV[0]
            WHEN 'wisher' THEN gone ->> 'wish'
            WHEN 'person' THEN concat_ws(' ', gone ->> 'organisation', gone ->> 'ref')
            WHEN 'account' THEN gone ->> 'account'
            ELSE gone ->> 'id'
        END,
        coalesce(nullif(current_setting('bihuan.erased_by', true), ''), 'db:' || session_user),
        nullif(current_setting('bihuan.because', true), '')
    );
    RETURN NULL;
END $$;
CREATE TRIGGER wishers_are_noted AFTER DELETE ON wishers
    FOR EACH ROW EXECUTE FUNCTION note_erasure('wisher');
CREATE TRIGGER people_are_noted AFTER DELETE ON people
    FOR EACH ROW EXECUTE FUNCTION note_erasure('person');
CREATE TRIGGER account_names_are_noted AFTER DELETE ON account_names
    FOR EACH ROW EXECUTE FUNCTION note_erasure('account');
CREATE TRIGGER contacts_are_noted AFTER DELETE ON contacts
    FOR EACH ROW EXECUTE FUNCTION note_erasure('contact');

GRANT SELECT, INSERT ON erasures TO bihuan_app;
