-- Of each sub-project the newest progress told in a month: a projection, rebuilt at any time. Charts
-- of a province add up small rows here instead of unpacking every filing.
CREATE TABLE monthly_progress (
    stream text NOT NULL,
    subproject integer NOT NULL,
    month date NOT NULL,
    planned numeric NOT NULL,
    claimed numeric NOT NULL,
    PRIMARY KEY (stream, subproject, month)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON monthly_progress TO bihuan_app;
GRANT SELECT ON monthly_progress TO bihuan_public;

INSERT INTO monthly_progress
SELECT DISTINCT ON (stream, subproject, month)
    stream, (r ->> 'subproject')::integer AS subproject,
    date_trunc('month', (body ->> 'received_at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS month,
    (r ->> 'planned')::numeric, (r ->> 'claimed')::numeric
FROM (
    SELECT stream, version, body::jsonb AS body FROM events
    WHERE type = 'DutyFiled' AND strpos(body, '"form":"progress"') > 0
) AS filed, jsonb_array_elements(body -> 'filing' -> 'rows') WITH ORDINALITY AS told(r, n)
ORDER BY stream, subproject, month, version DESC, n DESC;
