-- What claimants answer about a file that leaves it open: which format it is, and
-- which of day and month stands first in its dates. Kept with the file and with
-- each import that went by it; for the files of an archive and the sheets of a
-- workbook by their names. Deals of 3Commas are kept as each valuation needs them.

ALTER TABLE claim_file ADD COLUMN format_said TEXT COLLATE "C";
ALTER TABLE claim_file ADD COLUMN day_order TEXT COLLATE "C"; -- day_first, month_first
ALTER TABLE claim_file ADD COLUMN members TEXT COLLATE "C"; -- JSON: answers and mappings by member

ALTER TABLE import ADD COLUMN format_said TEXT COLLATE "C";
ALTER TABLE import ADD COLUMN day_order TEXT COLLATE "C";
ALTER TABLE import ADD COLUMN members TEXT COLLATE "C";
ALTER TABLE import ADD COLUMN secrets BIGINT NOT NULL DEFAULT 0; -- cells that look like keys

CREATE TABLE deal (
    import TEXT COLLATE "C" NOT NULL REFERENCES import (id),
    seq BIGINT NOT NULL, -- order in the file, from 0
    deal TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (import, seq)
);
