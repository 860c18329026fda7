-- Read models know of baselines, stops and year-ends, and of paused and extended duties.

ALTER TABLE projects
    ADD COLUMN baseline integer NOT NULL DEFAULT 1,
    ADD COLUMN suspended_on date,
    ADD COLUMN terminated_on date,
    ADD COLUMN outcome text NOT NULL DEFAULT 'UNFINISHED',
    ADD COLUMN complete boolean NOT NULL DEFAULT false,
    ADD COLUMN early boolean NOT NULL DEFAULT false,
    ADD COLUMN year_end text NOT NULL DEFAULT 'OVERDUE_YEAR',
    ADD COLUMN year_end_zh text NOT NULL DEFAULT '尚未完成';

ALTER TABLE duties
    ADD COLUMN paused integer,
    ADD COLUMN without_extension date,
    ADD COLUMN wished date;
