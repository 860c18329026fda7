-- A checkpoint's first line names its log. Two logs over one record may have checkpoints of one size.
ALTER TABLE cosignatures DROP CONSTRAINT cosignatures_size_fkey, DROP CONSTRAINT cosignatures_pkey;
ALTER TABLE checkpoints
    ADD COLUMN origin text GENERATED ALWAYS AS (split_part(note, E'\n', 1)) STORED;
ALTER TABLE checkpoints DROP CONSTRAINT checkpoints_pkey, ADD PRIMARY KEY (origin, size);
CREATE INDEX checkpoints_size ON checkpoints (size);
CREATE INDEX checkpoints_at ON checkpoints (at);

ALTER TABLE cosignatures ADD COLUMN origin text;
UPDATE cosignatures SET origin = checkpoints.origin
FROM checkpoints WHERE checkpoints.size = cosignatures.size;
ALTER TABLE cosignatures ALTER COLUMN origin SET NOT NULL,
    ADD PRIMARY KEY (origin, size, witness),
    ADD FOREIGN KEY (origin, size) REFERENCES checkpoints (origin, size);
