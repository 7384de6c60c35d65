-- What somebody says that the columns of an unknown file mean: kept with the file
-- it was said of, with each import that went by it, and, where a coordinator
-- takes it for everybody, with the incident.

ALTER TABLE claim_file ADD COLUMN mapping TEXT; -- JSON

ALTER TABLE import ADD COLUMN mapping TEXT; -- JSON, as it was read by

CREATE TABLE mapping (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    name TEXT NOT NULL, -- first 12 hex digits of the JSON's SHA-256
    mapping TEXT NOT NULL, -- JSON
    shared_by TEXT NOT NULL REFERENCES person (id),
    shared_at_us INTEGER NOT NULL,
    removed_by TEXT REFERENCES person (id),
    removed_at_us INTEGER
) STRICT;
CREATE INDEX mapping_incident ON mapping (incident);
