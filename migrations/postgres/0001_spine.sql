-- What is kept for one or many incidents. Times are microseconds since 1970 in
-- UTC, money is whole units of 1e-8 of the reporting currency, booleans are 0/1,
-- amounts of assets are exact decimals as text. The list for PostgreSQL is this
-- text with other type names; a test holds the two together.

CREATE TABLE incident (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    window_from_us BIGINT,
    window_to_us BIGINT,
    venues TEXT COLLATE "C" NOT NULL, -- JSON list of words
    currency TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    terms TEXT COLLATE "C" NOT NULL, -- JSON: the ledger's Terms without the manipulated assets
    unsettled TEXT COLLATE "C" NOT NULL, -- JSON list: assets unpriced until a conflict is settled
    price_version BIGINT NOT NULL,
    version BIGINT NOT NULL,
    shared_of TEXT COLLATE "C", -- hash of the valuations among which shared trades were looked for last
    created_at_us BIGINT NOT NULL
);

CREATE TABLE person (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL UNIQUE, -- lower case
    name TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C", -- none until one is set through a link
    password_set_at_us BIGINT,
    created_at_us BIGINT NOT NULL
);

CREATE TABLE membership (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    role TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL, -- waiting (for a second person), active, ended
    proposed_by TEXT COLLATE "C" REFERENCES person (id),
    confirmed_by TEXT COLLATE "C", -- a person's id, or `operator`
    confirmed_at_us BIGINT,
    expires_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    UNIQUE (incident, person, role)
);
CREATE INDEX membership_person ON membership (person);

CREATE TABLE invitation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    purpose TEXT COLLATE "C" NOT NULL, -- join, sign_in, confirm_filing
    role TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" REFERENCES person (id),
    claim TEXT COLLATE "C",
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE, -- SHA-256 of the token, hex
    sent BIGINT NOT NULL, -- how many links were made for it
    created_by TEXT COLLATE "C" REFERENCES person (id),
    created_at_us BIGINT NOT NULL,
    sent_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    used_at_us BIGINT,
    revoked_at_us BIGINT
);
CREATE INDEX invitation_incident ON invitation (incident, email);

CREATE TABLE session (
    id_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- SHA-256 of the cookie's id, hex
    person TEXT COLLATE "C" REFERENCES person (id),
    content TEXT COLLATE "C" NOT NULL, -- JSON
    created_at_us BIGINT NOT NULL,
    saved_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    ended TEXT COLLATE "C" -- idle, hours, password, elsewhere; none while it lives or was left alone
);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at_us);

-- What all servers on one database have in common and nobody else may know.
CREATE TABLE server_secret (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    content TEXT COLLATE "C" NOT NULL
);

-- What was sent after a session had ended, until its owner signs in again.
CREATE TABLE kept_form (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- SHA-256 of the browser's token, hex
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id), -- whose session had ended
    action TEXT COLLATE "C" NOT NULL, -- the path that it was sent to
    page TEXT COLLATE "C" NOT NULL, -- the path of the page that it stood on
    fields TEXT COLLATE "C" NOT NULL, -- JSON list of names and values
    kept_at_us BIGINT NOT NULL
);
CREATE INDEX kept_form_person ON kept_form (person, kept_at_us);

CREATE TABLE claim (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    reference TEXT COLLATE "C" NOT NULL,
    claimant TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    filed_by TEXT COLLATE "C" REFERENCES person (id), -- somebody who filed it on their behalf
    confirmed_at_us BIGINT, -- when the claimant confirmed such a filing
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL, -- one more with every change a person made
    statement TEXT COLLATE "C" NOT NULL,
    statement_language TEXT COLLATE "C" NOT NULL,
    statement_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    submitted_at_us BIGINT,
    return_asked_at_us BIGINT, -- the claimant asked to have it sent back, and nobody has decided
    UNIQUE (incident, reference),
    UNIQUE (incident, claimant)
);

CREATE TABLE claim_event (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    at_us BIGINT NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL, -- message, state, return_request
    from_state TEXT COLLATE "C",
    to_state TEXT COLLATE "C",
    words TEXT COLLATE "C" NOT NULL
);
CREATE INDEX claim_event_claim ON claim_event (claim, at_us);

-- Who has marked which message of a claim as read. Looks do not say it: opening a
-- claim is told to the custody log once an hour, whatever was read there.
CREATE TABLE claim_event_read (
    event TEXT COLLATE "C" NOT NULL REFERENCES claim_event (id),
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    at_us BIGINT NOT NULL,
    PRIMARY KEY (event, person)
);

CREATE TABLE evidence (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    size_bytes BIGINT NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    received_at_us BIGINT NOT NULL,
    PRIMARY KEY (incident, sha256)
);

CREATE TABLE claim_file (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL, -- order in which the claim's files are read
    name TEXT COLLATE "C" NOT NULL, -- as given
    read_as TEXT COLLATE "C" NOT NULL, -- the same, made unique within the claim
    account TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C", -- as given by the claimant, where the file has none
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    withdrawn_at_us BIGINT,
    UNIQUE (claim, sha256),
    UNIQUE (claim, position),
    FOREIGN KEY (incident, sha256) REFERENCES evidence (incident, sha256)
);
CREATE INDEX claim_file_sha256 ON claim_file (incident, sha256);

CREATE TABLE import (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    file TEXT COLLATE "C" NOT NULL REFERENCES claim_file (id),
    reader_version TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL, -- running, done, unread, failed
    current BIGINT NOT NULL, -- 1 for the one that counts, 0 for older ones
    entries BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    needs_zone BIGINT NOT NULL,
    found TEXT COLLATE "C" NOT NULL, -- JSON list, one for each file or archive member
    started_at_us BIGINT NOT NULL,
    finished_at_us BIGINT,
    row_files TEXT COLLATE "C" -- JSON: the files with its rows; none where it has none that are kept
);
CREATE INDEX import_claim ON import (claim);
CREATE INDEX import_file ON import (file);
CREATE UNIQUE INDEX import_current ON import (file) WHERE current = 1;

CREATE TABLE diagnostic (
    import TEXT COLLATE "C" NOT NULL REFERENCES import (id),
    seq BIGINT NOT NULL,
    member TEXT COLLATE "C" NOT NULL, -- within an archive; else empty
    line BIGINT NOT NULL,
    column_no BIGINT NOT NULL,
    severity BIGINT NOT NULL, -- 0 refused, 1 warning, 2 note
    code TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (import, seq)
);

-- The rows of a claim's imports together, numbered in the order of these. Rows stand
-- in files beside the evidence (`server/store/src/columns`).
CREATE TABLE generation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    current BIGINT NOT NULL, -- 1 for the one that counts; others while a valuation is of them
    row_count BIGINT NOT NULL,
    dropped BIGINT NOT NULL, -- rows that do not count
    index_file TEXT COLLATE "C" NOT NULL, -- JSON: name, length, hash and checks of its file
    conflicts TEXT COLLATE "C" NOT NULL, -- JSON list: what files say differently, by numbers of rows
    remarks TEXT COLLATE "C" NOT NULL, -- JSON list: diagnostics across the claim's files
    made_at_us BIGINT NOT NULL
);
CREATE INDEX generation_claim ON generation (claim);
CREATE UNIQUE INDEX generation_current ON generation (claim) WHERE current = 1;

CREATE TABLE generation_import (
    generation TEXT COLLATE "C" NOT NULL REFERENCES generation (id),
    position BIGINT NOT NULL,
    import TEXT COLLATE "C" NOT NULL REFERENCES import (id),
    PRIMARY KEY (generation, position)
);
CREATE INDEX generation_import_import ON generation_import (import);

CREATE TABLE typed_entry (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    exchange TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    time_us BIGINT NOT NULL,
    time_text TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    out_asset TEXT COLLATE "C" NOT NULL,
    out_amount TEXT COLLATE "C" NOT NULL,
    in_asset TEXT COLLATE "C" NOT NULL,
    in_amount TEXT COLLATE "C" NOT NULL,
    fee_asset TEXT COLLATE "C" NOT NULL,
    fee_amount TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    row_no BIGINT NOT NULL, -- among those of the claim, removed ones too, from 1
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    removed_at_us BIGINT
);
CREATE INDEX typed_entry_claim ON typed_entry (claim);

CREATE TABLE contest_rule (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    kind TEXT COLLATE "C" NOT NULL, -- period, row, leave_out
    from_us BIGINT,
    to_us BIGINT,
    exchange TEXT COLLATE "C" NOT NULL, -- a period of one exchange only; empty for all
    account TEXT COLLATE "C" NOT NULL, -- a period of one account only; empty for all
    asset TEXT COLLATE "C" NOT NULL, -- a period of entries that touch it; empty for all
    row_key TEXT COLLATE "C" NOT NULL, -- sha256, member and line of a row
    reason TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    removed_at_us BIGINT
);
CREATE INDEX contest_rule_claim ON contest_rule (claim);

CREATE TABLE credit (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    time_text TEXT COLLATE "C" NOT NULL, -- RFC 3339, or a bare date: the end of that day
    time_us BIGINT NOT NULL, -- the moment it is valued at
    asset TEXT COLLATE "C" NOT NULL,
    amount TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL, -- a file's SHA-256, or words
    note TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    removed_at_us BIGINT
);
CREATE INDEX credit_claim ON credit (claim);

CREATE TABLE valuation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    current BIGINT NOT NULL, -- 1 for the one that counts, 0 for older ones, 2 while written
    for_basis TEXT COLLATE "C" NOT NULL, -- empty for the incident's own basis; else the other one
    method TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    price_version BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL,
    entries BIGINT NOT NULL, -- entries of the claim that count
    contested BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    totals TEXT COLLATE "C" NOT NULL, -- JSON: the ledger's Totals
    positions TEXT COLLATE "C", -- JSON list: positions that fills alone can't value; NULL for none
    row_conflicts TEXT COLLATE "C", -- JSON: under another basis, what its files contradict each other in, counted; NULL for none
    conflicts TEXT COLLATE "C" NOT NULL, -- JSON list: manipulated assets traded before their listing
    remarks TEXT COLLATE "C" NOT NULL, -- JSON list: diagnostics across the claim's files
    problem TEXT COLLATE "C", -- JSON of a message: why it could not be computed
    generation TEXT COLLATE "C" REFERENCES generation (id), -- whose rows it values; none where it has none
    line_files TEXT COLLATE "C", -- JSON: the files with its lines
    terms TEXT COLLATE "C" NOT NULL -- JSON: the terms it was made with
);
CREATE INDEX valuation_claim ON valuation (claim, current);
CREATE UNIQUE INDEX valuation_current ON valuation (claim, for_basis) WHERE current = 1;
CREATE INDEX valuation_incident ON valuation (incident, current);

CREATE TABLE valued_credit (
    valuation TEXT COLLATE "C" NOT NULL REFERENCES valuation (id),
    credit TEXT COLLATE "C" NOT NULL REFERENCES credit (id),
    amount BIGINT, -- none when it has no price
    detail TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (valuation, credit)
);

-- What the lines of a valuation add up to, by the one rule of what counts: free of the
-- claim's state and of reviews, which are asked when sums are read.
CREATE TABLE claim_sum (
    valuation TEXT COLLATE "C" NOT NULL REFERENCES valuation (id),
    dimension TEXT COLLATE "C" NOT NULL, -- claim, exchange, asset, day, gross, moved, lacking
    row_key TEXT COLLATE "C" NOT NULL, -- the reference, exchange, asset or day; loss or gain
    sub_key TEXT COLLATE "C" NOT NULL, -- lacking: the day; moved: the decimals of the change
    documented BIGINT NOT NULL, -- 1 for lines that an export backs
    priced BIGINT NOT NULL, -- lines with a price
    unpriced BIGINT NOT NULL, -- lines without one
    amount_high BIGINT NOT NULL, -- a sum of money in two columns: see rows.rs
    amount_low BIGINT NOT NULL,
    units_high BIGINT NOT NULL, -- the change of units in three columns: see sums.rs
    units_middle BIGINT NOT NULL,
    units_low BIGINT NOT NULL,
    units_wide TEXT COLLATE "C" NOT NULL, -- the change of units where it is wider; else empty
    PRIMARY KEY (valuation, dimension, row_key, sub_key, documented)
);

-- The same of the lines of each row that somebody reviewed, so that they can be taken
-- off. Written with the review, and anew with each valuation.
CREATE TABLE review_sum (
    valuation TEXT COLLATE "C" NOT NULL REFERENCES valuation (id),
    entry_key TEXT COLLATE "C" NOT NULL,
    dimension TEXT COLLATE "C" NOT NULL, -- claim, exchange, asset, day, gross, moved, lacking
    row_key TEXT COLLATE "C" NOT NULL, -- the reference, exchange, asset or day; loss or gain
    sub_key TEXT COLLATE "C" NOT NULL, -- lacking: the day; moved: the decimals of the change
    documented BIGINT NOT NULL, -- 1 for lines that an export backs
    priced BIGINT NOT NULL, -- lines with a price
    unpriced BIGINT NOT NULL, -- lines without one
    amount_high BIGINT NOT NULL, -- a sum of money in two columns: see rows.rs
    amount_low BIGINT NOT NULL,
    units_high BIGINT NOT NULL, -- the change of units in three columns: see sums.rs
    units_middle BIGINT NOT NULL,
    units_low BIGINT NOT NULL,
    units_wide TEXT COLLATE "C" NOT NULL, -- the change of units where it is wider; else empty
    PRIMARY KEY (valuation, entry_key, dimension, row_key, sub_key, documented)
);

-- The first contested trade of each asset among lines that nobody reviewed, and the
-- first of each row that somebody did.
CREATE TABLE first_trade (
    valuation TEXT COLLATE "C" NOT NULL REFERENCES valuation (id),
    asset TEXT COLLATE "C" NOT NULL,
    entry_key TEXT COLLATE "C" NOT NULL,
    time_us BIGINT NOT NULL,
    PRIMARY KEY (valuation, asset, entry_key)
);

-- Lines of rows that somebody reviewed, by their place in the valuation. Written with
-- the review, and anew with each valuation.
CREATE TABLE reviewed_line (
    valuation TEXT COLLATE "C" NOT NULL REFERENCES valuation (id),
    entry_key TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL, -- in the order of the lines by time
    PRIMARY KEY (valuation, entry_key, place)
);

-- Contested trades whose id stands in two claims of an incident, each once for either
-- of them. Found anew after claims were valued.
CREATE TABLE shared_trade (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    other TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    exchange TEXT COLLATE "C" NOT NULL,
    trade_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (claim, exchange, trade_id, other)
);
CREATE INDEX shared_trade_incident ON shared_trade (incident);

-- Rows that two files of a claim tell differently; one of each counts. Made anew with
-- each valuation.
CREATE TABLE row_conflict (
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    seq BIGINT NOT NULL,
    apart BIGINT, -- by how much the loss would differ if the other row counted
    detail TEXT COLLATE "C" NOT NULL, -- JSON: the ledger's RowConflict
    PRIMARY KEY (claim, seq)
);

CREATE TABLE review (
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    entry_key TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL, -- open, queried, excluded
    reason TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    at_us BIGINT NOT NULL,
    PRIMARY KEY (claim, entry_key)
);

CREATE TABLE price_file (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL, -- order in which the files are asked
    name TEXT COLLATE "C" NOT NULL,
    pair_asset TEXT COLLATE "C", -- where somebody had to say it
    pair_quote TEXT COLLATE "C",
    rows_read BIGINT NOT NULL,
    about TEXT COLLATE "C" NOT NULL, -- JSON: pairs, span, diagnostics
    added_version BIGINT NOT NULL,
    removed_version BIGINT,
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    UNIQUE (incident, position),
    FOREIGN KEY (incident, sha256) REFERENCES evidence (incident, sha256)
);

CREATE TABLE price_book (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    version BIGINT NOT NULL,
    what TEXT COLLATE "C" NOT NULL, -- JSON: what made this version
    person TEXT COLLATE "C" NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);

CREATE TABLE manipulated_asset (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    asset TEXT COLLATE "C" NOT NULL,
    from_us BIGINT NOT NULL,
    to_us BIGINT,
    reason TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    added_at_us BIGINT NOT NULL,
    removed_at_us BIGINT
);
CREATE INDEX manipulated_asset_incident ON manipulated_asset (incident);

CREATE TABLE consent (
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    recipient TEXT COLLATE "C" NOT NULL,
    given BIGINT NOT NULL,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    at_us BIGINT NOT NULL,
    PRIMARY KEY (claim, recipient)
);

CREATE TABLE declaration (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    claim TEXT COLLATE "C" NOT NULL REFERENCES claim (id),
    words TEXT COLLATE "C" NOT NULL, -- the text as shown
    language TEXT COLLATE "C" NOT NULL,
    signed_name TEXT COLLATE "C" NOT NULL,
    loss TEXT COLLATE "C" NOT NULL, -- the sum that was shown, an exact decimal
    person TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    at_us BIGINT NOT NULL
);
CREATE INDEX declaration_claim ON declaration (claim, at_us);

CREATE TABLE snapshot (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    number BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    content_sha256 TEXT COLLATE "C" NOT NULL, -- of the frozen document, kept beside the evidence
    content_bytes BIGINT NOT NULL,
    totals TEXT COLLATE "C" NOT NULL, -- JSON
    claims BIGINT NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    made_at_us BIGINT NOT NULL,
    UNIQUE (incident, number)
);

CREATE TABLE release (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    snapshot TEXT COLLATE "C" NOT NULL REFERENCES snapshot (id),
    investigator TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    kind TEXT COLLATE "C" NOT NULL, -- identified, pseudonymous
    recipient TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    case_number TEXT COLLATE "C" NOT NULL,
    requested_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    requested_at_us BIGINT NOT NULL,
    approved_by TEXT COLLATE "C", -- a person's id, or `operator`
    approved_at_us BIGINT,
    expires_at_us BIGINT,
    ended_by TEXT COLLATE "C",
    ended_at_us BIGINT
);
CREATE INDEX release_incident ON release (incident);
CREATE INDEX release_investigator ON release (investigator);

CREATE TABLE bundle (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    snapshot TEXT COLLATE "C" NOT NULL REFERENCES snapshot (id),
    release TEXT COLLATE "C" NOT NULL REFERENCES release (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    size_bytes BIGINT NOT NULL,
    claims TEXT COLLATE "C" NOT NULL, -- JSON: references in it
    withheld TEXT COLLATE "C" NOT NULL, -- JSON: references without consent
    made_by TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    made_at_us BIGINT NOT NULL
);
CREATE INDEX bundle_release ON bundle (release);

-- Files that are not evidence but are known by their hash all the same:
-- snapshots' documents and bundles.
CREATE TABLE artefact (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    size_bytes BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL,
    PRIMARY KEY (incident, sha256)
);

-- Work that takes longer than a request: bringing a claim's figures up to date, or
-- those of an incident; totals under another basis, a report or a bundle that a person
-- asked for; clearing what nothing names. One row for each subject; asking again for
-- what waits already is one run. Taken by lease, so that several servers share it.
CREATE TABLE job (
    kind TEXT COLLATE "C" NOT NULL, -- claim, group, basis, snapshot, bundle, sweep
    subject TEXT COLLATE "C" NOT NULL, -- id of a claim, of an incident, of what is to be made; incident:basis
    incident TEXT COLLATE "C" REFERENCES incident (id), -- none for work of the whole server
    request TEXT COLLATE "C", -- JSON: what a person asked to have made
    asked_by TEXT COLLATE "C", -- who did; operator for the command line
    asked_role TEXT COLLATE "C", -- the role they did it with
    asked BIGINT NOT NULL, -- how often it was asked for
    done BIGINT NOT NULL, -- the asking that the last run which ended well had seen
    waiting_since_us BIGINT NOT NULL, -- the first asking that is not done
    taken BIGINT NOT NULL, -- the asking that the run under way has seen
    attempt BIGINT NOT NULL, -- one more with each run: a run that lost its lease is known by it
    tries BIGINT NOT NULL, -- runs since it was last asked for
    lease_until_us BIGINT, -- none while nobody works on it
    step TEXT COLLATE "C", -- what the last run does or did; none before its first step
    file TEXT COLLATE "C", -- name of the file it works on
    bytes_done BIGINT NOT NULL DEFAULT 0,
    bytes_all BIGINT NOT NULL DEFAULT 0,
    rows_done BIGINT NOT NULL DEFAULT 0,
    rows_all BIGINT NOT NULL DEFAULT 0,
    claims_done BIGINT NOT NULL DEFAULT 0,
    claims_all BIGINT NOT NULL DEFAULT 0,
    problem TEXT COLLATE "C", -- JSON: why the last run failed
    ended_at_us BIGINT, -- when the last run ended
    PRIMARY KEY (kind, subject)
);
CREATE INDEX job_waiting ON job (waiting_since_us) WHERE done < asked;
CREATE INDEX job_incident ON job (incident) WHERE done < asked;

-- The head of each incident's chain: its row is what writers queue at.
CREATE TABLE custody_head (
    incident TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES incident (id),
    sequence BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE TABLE custody (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incident (id),
    sequence BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    time TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    object_sha256 TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL, -- JSON, as the record has it
    tool TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (incident, sequence)
);
CREATE INDEX custody_object ON custody (incident, object);

-- Looks are logged once for each session, object and hour.
CREATE TABLE look (
    session TEXT COLLATE "C" NOT NULL, -- SHA-256 of the session's id
    object TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL, -- hours since 1970
    PRIMARY KEY (session, object, hour)
);
