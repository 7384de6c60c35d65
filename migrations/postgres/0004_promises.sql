-- What was promised to people and has to be kept to show it.

-- Since when each claim in a package consented, by reference (JSON), so that one
-- built under an earlier consent is not taken for one under a later.
ALTER TABLE bundle ADD COLUMN consents TEXT COLLATE "C" NOT NULL DEFAULT '';

-- One more with every decision on who may have a claim. Those can be changed in
-- every state, apart from everything else, so that they have a version of their own.
ALTER TABLE claim ADD COLUMN consents_version BIGINT NOT NULL DEFAULT 1;
