-- What somebody says that the columns of an unknown file mean: kept with the file
-- it was said of, with each import that went by it, and, where a coordinator
-- takes it for everybody, with the incident.

ALTER TABLE claim_file ADD COLUMN mapping TEXT COLLATE "C"; -- JSON

ALTER TABLE import ADD COLUMN mapping TEXT COLLATE "C"; -- JSON, as it was read by

CREATE TABLE mapping (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    name TEXT COLLATE "C" NOT NULL, -- first 12 hex digits of the JSON's SHA-256
    mapping TEXT COLLATE "C" NOT NULL, -- JSON
    shared_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    shared_at_us BIGINT NOT NULL,
    removed_by TEXT COLLATE "C" REFERENCES person (id),
    removed_at_us BIGINT
);
CREATE INDEX mapping_incident ON mapping (incident);
