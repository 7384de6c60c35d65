-- What was promised to people and has to be kept to show it.

-- One more with every decision on who may have a claim. Those can be changed in
-- every state, apart from everything else, so that they have a version of their own.
ALTER TABLE claim ADD COLUMN consents_version INTEGER NOT NULL DEFAULT 1;

-- A declaration keeps what it was signed under: a receipt shows that for good,
-- whatever happens to the claim afterwards. The table is made anew because the
-- sum may be none (nothing had a price), which was written as an empty text before.
CREATE TABLE declaration_signed (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    words TEXT NOT NULL, -- the text as shown
    language TEXT NOT NULL,
    signed_name TEXT NOT NULL,
    loss TEXT, -- the sum that was shown; none when nothing had a price
    currency TEXT, -- from here to figures_version: none in older ones
    contested INTEGER,
    unpriced INTEGER,
    method TEXT,
    basis TEXT,
    statement TEXT,
    statement_language TEXT,
    valuation TEXT, -- the one that was shown
    figures_version INTEGER, -- of the claim, when it was signed
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL
) STRICT;
INSERT INTO declaration_signed (id, claim, words, language, signed_name, loss, statement,
    statement_language, person, at_us)
SELECT declaration.id, declaration.claim, declaration.words, declaration.language,
    declaration.signed_name, NULLIF(declaration.loss, ''),
    CASE WHEN claim.statement_at_us <= declaration.at_us THEN claim.statement END,
    CASE WHEN claim.statement_at_us <= declaration.at_us THEN claim.statement_language END,
    declaration.person, declaration.at_us
FROM declaration JOIN claim ON claim.id = declaration.claim;
DROP TABLE declaration;
ALTER TABLE declaration_signed RENAME TO declaration;
CREATE INDEX declaration_claim ON declaration (claim, at_us);

CREATE TABLE declared_file (
    declaration TEXT NOT NULL REFERENCES declaration (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL, -- as given
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    origin TEXT, -- what was declared of it: exported, workbook, saved_again,
    -- mapped, document, unread; none in older ones
    PRIMARY KEY (declaration, position)
) STRICT;
INSERT INTO declared_file (declaration, position, name, size_bytes, sha256)
SELECT declaration.id, claim_file.position, claim_file.name, evidence.size_bytes,
    claim_file.sha256
FROM declaration JOIN claim_file ON claim_file.claim = declaration.claim
JOIN evidence ON evidence.incident = claim_file.incident
    AND evidence.sha256 = claim_file.sha256
WHERE claim_file.added_at_us <= declaration.at_us
    AND (claim_file.withdrawn_at_us IS NULL
        OR claim_file.withdrawn_at_us > declaration.at_us);

-- One more with every change that a claim's figures follow from: files and what is
-- said of them, what was read, what is contested, typed in, came back. A valuation
-- carries the one it was made from, so that nobody signs a sum of before.
ALTER TABLE claim ADD COLUMN figures_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE valuation ADD COLUMN figures_version INTEGER NOT NULL DEFAULT 0;

-- One more with every review that can change which assets are in doubt: a claim is
-- valued again after it, and stays as it was signed.
ALTER TABLE claim ADD COLUMN reviews_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE valuation ADD COLUMN reviews_version INTEGER NOT NULL DEFAULT 0;

-- One more whenever somebody says something else of a file (account, zone, columns);
-- an import carries the one it was read by.
ALTER TABLE claim_file ADD COLUMN said_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN said_version INTEGER NOT NULL DEFAULT 0;
