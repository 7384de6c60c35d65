-- What is kept for one or many incidents. Times are microseconds since 1970 in
-- UTC, money is whole units of 1e-8 of the reporting currency, booleans are 0/1,
-- amounts of assets are exact decimals as text. The list for PostgreSQL is this
-- text with other type names; a test holds the two together.

CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    window_from_us INTEGER,
    window_to_us INTEGER,
    venues TEXT NOT NULL, -- JSON list of words
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    terms TEXT NOT NULL, -- JSON: the ledger's Terms without the manipulated assets
    unsettled TEXT NOT NULL, -- JSON list: assets unpriced until a conflict is settled
    price_version INTEGER NOT NULL,
    version INTEGER NOT NULL,
    shared_of TEXT, -- hash of the valuations among which shared trades were looked for last
    created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE, -- lower case
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT, -- none until one is set through a link
    password_set_at_us INTEGER,
    created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    state TEXT NOT NULL, -- waiting (for a second person), active, ended
    proposed_by TEXT REFERENCES person (id),
    confirmed_by TEXT, -- a person's id, or `operator`
    confirmed_at_us INTEGER,
    expires_at_us INTEGER,
    created_at_us INTEGER NOT NULL,
    ended_at_us INTEGER,
    UNIQUE (incident, person, role)
) STRICT;
CREATE INDEX membership_person ON membership (person);

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    purpose TEXT NOT NULL, -- join, sign_in, confirm_filing
    role TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT REFERENCES person (id),
    claim TEXT,
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the token, hex
    sent INTEGER NOT NULL, -- how many links were made for it
    created_by TEXT REFERENCES person (id),
    created_at_us INTEGER NOT NULL,
    sent_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    used_at_us INTEGER,
    revoked_at_us INTEGER
) STRICT;
CREATE INDEX invitation_incident ON invitation (incident, email);

CREATE TABLE session (
    id_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the cookie's id, hex
    person TEXT REFERENCES person (id),
    content TEXT NOT NULL, -- JSON
    created_at_us INTEGER NOT NULL,
    saved_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    ended TEXT -- idle, hours, password, elsewhere; none while it lives or was left alone
) STRICT;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at_us);

-- What all servers on one database have in common and nobody else may know.
CREATE TABLE server_secret (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
) STRICT;

-- What was sent after a session had ended, until its owner signs in again.
CREATE TABLE kept_form (
    token_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the browser's token, hex
    person TEXT NOT NULL REFERENCES person (id), -- whose session had ended
    action TEXT NOT NULL, -- the path that it was sent to
    page TEXT NOT NULL, -- the path of the page that it stood on
    fields TEXT NOT NULL, -- JSON list of names and values
    kept_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_form_person ON kept_form (person, kept_at_us);

CREATE TABLE claim (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    reference TEXT NOT NULL,
    claimant TEXT NOT NULL REFERENCES person (id),
    filed_by TEXT REFERENCES person (id), -- somebody who filed it on their behalf
    confirmed_at_us INTEGER, -- when the claimant confirmed such a filing
    state TEXT NOT NULL,
    version INTEGER NOT NULL, -- one more with every change a person made
    statement TEXT NOT NULL,
    statement_language TEXT NOT NULL,
    statement_at_us INTEGER,
    created_at_us INTEGER NOT NULL,
    changed_at_us INTEGER NOT NULL,
    submitted_at_us INTEGER,
    return_asked_at_us INTEGER, -- the claimant asked to have it sent back, and nobody has decided
    UNIQUE (incident, reference),
    UNIQUE (incident, claimant)
) STRICT;

CREATE TABLE claim_event (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    at_us INTEGER NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL, -- message, state, return_request
    from_state TEXT,
    to_state TEXT,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX claim_event_claim ON claim_event (claim, at_us);

-- Who has marked which message of a claim as read. Looks do not say it: opening a
-- claim is told to the custody log once an hour, whatever was read there.
CREATE TABLE claim_event_read (
    event TEXT NOT NULL REFERENCES claim_event (id),
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (event, person)
) STRICT;

CREATE TABLE evidence (
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    received_at_us INTEGER NOT NULL,
    PRIMARY KEY (incident, sha256)
) STRICT;

CREATE TABLE claim_file (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    sha256 TEXT NOT NULL,
    position INTEGER NOT NULL, -- order in which the claim's files are read
    name TEXT NOT NULL, -- as given
    read_as TEXT NOT NULL, -- the same, made unique within the claim
    account TEXT NOT NULL,
    zone TEXT, -- as given by the claimant, where the file has none
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    withdrawn_at_us INTEGER,
    UNIQUE (claim, sha256),
    UNIQUE (claim, position),
    FOREIGN KEY (incident, sha256) REFERENCES evidence (incident, sha256)
) STRICT;
CREATE INDEX claim_file_sha256 ON claim_file (incident, sha256);

CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    file TEXT NOT NULL REFERENCES claim_file (id),
    reader_version TEXT NOT NULL,
    state TEXT NOT NULL, -- running, done, unread, failed
    current INTEGER NOT NULL, -- 1 for the one that counts, 0 for older ones
    entries INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    rows_read INTEGER NOT NULL,
    needs_zone INTEGER NOT NULL,
    found TEXT NOT NULL, -- JSON list, one for each file or archive member
    started_at_us INTEGER NOT NULL,
    finished_at_us INTEGER,
    row_files TEXT -- JSON: the files with its rows; none where it has none that are kept
) STRICT;
CREATE INDEX import_claim ON import (claim);
CREATE INDEX import_file ON import (file);
CREATE UNIQUE INDEX import_current ON import (file) WHERE current = 1;

CREATE TABLE diagnostic (
    import TEXT NOT NULL REFERENCES import (id),
    seq INTEGER NOT NULL,
    member TEXT NOT NULL, -- within an archive; else empty
    line INTEGER NOT NULL,
    column_no INTEGER NOT NULL,
    severity INTEGER NOT NULL, -- 0 refused, 1 warning, 2 note
    code TEXT NOT NULL,
    message TEXT NOT NULL, -- JSON
    PRIMARY KEY (import, seq)
) STRICT;

-- The rows of a claim's imports together, numbered in the order of these. Rows stand
-- in files beside the evidence (`server/store/src/columns`).
CREATE TABLE generation (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    current INTEGER NOT NULL, -- 1 for the one that counts; others while a valuation is of them
    row_count INTEGER NOT NULL,
    dropped INTEGER NOT NULL, -- rows that do not count
    index_file TEXT NOT NULL, -- JSON: name, length, hash and checks of its file
    conflicts TEXT NOT NULL, -- JSON list: what files say differently, by numbers of rows
    remarks TEXT NOT NULL, -- JSON list: diagnostics across the claim's files
    made_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX generation_claim ON generation (claim);
CREATE UNIQUE INDEX generation_current ON generation (claim) WHERE current = 1;

CREATE TABLE generation_import (
    generation TEXT NOT NULL REFERENCES generation (id),
    position INTEGER NOT NULL,
    import TEXT NOT NULL REFERENCES import (id),
    PRIMARY KEY (generation, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX generation_import_import ON generation_import (import);

CREATE TABLE typed_entry (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    exchange TEXT NOT NULL,
    account TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    time_text TEXT NOT NULL,
    kind TEXT NOT NULL,
    out_asset TEXT NOT NULL,
    out_amount TEXT NOT NULL,
    in_asset TEXT NOT NULL,
    in_amount TEXT NOT NULL,
    fee_asset TEXT NOT NULL,
    fee_amount TEXT NOT NULL,
    note TEXT NOT NULL,
    row_no INTEGER NOT NULL, -- among those of the claim, removed ones too, from 1
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX typed_entry_claim ON typed_entry (claim);

CREATE TABLE contest_rule (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    kind TEXT NOT NULL, -- period, row, leave_out
    from_us INTEGER,
    to_us INTEGER,
    exchange TEXT NOT NULL, -- a period of one exchange only; empty for all
    account TEXT NOT NULL, -- a period of one account only; empty for all
    asset TEXT NOT NULL, -- a period of entries that touch it; empty for all
    row_key TEXT NOT NULL, -- sha256, member and line of a row
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX contest_rule_claim ON contest_rule (claim);

CREATE TABLE credit (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    time_text TEXT NOT NULL, -- RFC 3339, or a bare date: the end of that day
    time_us INTEGER NOT NULL, -- the moment it is valued at
    asset TEXT NOT NULL,
    amount TEXT NOT NULL,
    evidence TEXT NOT NULL, -- a file's SHA-256, or words
    note TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX credit_claim ON credit (claim);

CREATE TABLE valuation (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    current INTEGER NOT NULL, -- 1 for the one that counts, 0 for older ones, 2 while written
    for_basis TEXT NOT NULL, -- empty for the incident's own basis; else the other one
    method TEXT NOT NULL,
    basis TEXT NOT NULL,
    currency TEXT NOT NULL,
    price_version INTEGER NOT NULL,
    made_at_us INTEGER NOT NULL,
    entries INTEGER NOT NULL, -- entries of the claim that count
    contested INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    totals TEXT NOT NULL, -- JSON: the ledger's Totals
    positions TEXT, -- JSON list: positions that fills alone can't value; NULL for none
    row_conflicts TEXT, -- JSON: under another basis, what its files contradict each other in, counted; NULL for none
    conflicts TEXT NOT NULL, -- JSON list: manipulated assets traded before their listing
    remarks TEXT NOT NULL, -- JSON list: diagnostics across the claim's files
    problem TEXT, -- JSON of a message: why it could not be computed
    generation TEXT REFERENCES generation (id), -- whose rows it values; none where it has none
    line_files TEXT, -- JSON: the files with its lines
    terms TEXT NOT NULL -- JSON: the terms it was made with
) STRICT;
CREATE INDEX valuation_claim ON valuation (claim, current);
CREATE UNIQUE INDEX valuation_current ON valuation (claim, for_basis) WHERE current = 1;
CREATE INDEX valuation_incident ON valuation (incident, current);

CREATE TABLE valued_credit (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    credit TEXT NOT NULL REFERENCES credit (id),
    amount INTEGER, -- none when it has no price
    detail TEXT NOT NULL,
    PRIMARY KEY (valuation, credit)
) STRICT;

-- What the lines of a valuation add up to, by the one rule of what counts: free of the
-- claim's state and of reviews, which are asked when sums are read.
CREATE TABLE claim_sum (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    dimension TEXT NOT NULL, -- claim, exchange, asset, day, gross, moved, lacking
    row_key TEXT NOT NULL, -- the reference, exchange, asset or day; loss or gain
    sub_key TEXT NOT NULL, -- lacking: the day; moved: the decimals of the change
    documented INTEGER NOT NULL, -- 1 for lines that an export backs
    priced INTEGER NOT NULL, -- lines with a price
    unpriced INTEGER NOT NULL, -- lines without one
    amount_high INTEGER NOT NULL, -- a sum of money in two columns: see rows.rs
    amount_low INTEGER NOT NULL,
    units_high INTEGER NOT NULL, -- the change of units in three columns: see sums.rs
    units_middle INTEGER NOT NULL,
    units_low INTEGER NOT NULL,
    units_wide TEXT NOT NULL, -- the change of units where it is wider; else empty
    PRIMARY KEY (valuation, dimension, row_key, sub_key, documented)
) STRICT, WITHOUT ROWID;

-- The same of the lines of each row that somebody reviewed, so that they can be taken
-- off. Written with the review, and anew with each valuation.
CREATE TABLE review_sum (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    entry_key TEXT NOT NULL,
    dimension TEXT NOT NULL, -- claim, exchange, asset, day, gross, moved, lacking
    row_key TEXT NOT NULL, -- the reference, exchange, asset or day; loss or gain
    sub_key TEXT NOT NULL, -- lacking: the day; moved: the decimals of the change
    documented INTEGER NOT NULL, -- 1 for lines that an export backs
    priced INTEGER NOT NULL, -- lines with a price
    unpriced INTEGER NOT NULL, -- lines without one
    amount_high INTEGER NOT NULL, -- a sum of money in two columns: see rows.rs
    amount_low INTEGER NOT NULL,
    units_high INTEGER NOT NULL, -- the change of units in three columns: see sums.rs
    units_middle INTEGER NOT NULL,
    units_low INTEGER NOT NULL,
    units_wide TEXT NOT NULL, -- the change of units where it is wider; else empty
    PRIMARY KEY (valuation, entry_key, dimension, row_key, sub_key, documented)
) STRICT, WITHOUT ROWID;

-- The first contested trade of each asset among lines that nobody reviewed, and the
-- first of each row that somebody did.
CREATE TABLE first_trade (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    asset TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    PRIMARY KEY (valuation, asset, entry_key)
) STRICT, WITHOUT ROWID;

-- Lines of rows that somebody reviewed, by their place in the valuation. Written with
-- the review, and anew with each valuation.
CREATE TABLE reviewed_line (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    entry_key TEXT NOT NULL,
    place INTEGER NOT NULL, -- in the order of the lines by time
    PRIMARY KEY (valuation, entry_key, place)
) STRICT, WITHOUT ROWID;

-- Contested trades whose id stands in two claims of an incident, each once for either
-- of them. Found anew after claims were valued.
CREATE TABLE shared_trade (
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    other TEXT NOT NULL REFERENCES claim (id),
    exchange TEXT NOT NULL,
    trade_id TEXT NOT NULL,
    PRIMARY KEY (claim, exchange, trade_id, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_trade_incident ON shared_trade (incident);

-- Rows that two files of a claim tell differently; one of each counts. Made anew with
-- each valuation.
CREATE TABLE row_conflict (
    claim TEXT NOT NULL REFERENCES claim (id),
    seq INTEGER NOT NULL,
    apart INTEGER, -- by how much the loss would differ if the other row counted
    detail TEXT NOT NULL, -- JSON: the ledger's RowConflict
    PRIMARY KEY (claim, seq)
) STRICT;

CREATE TABLE review (
    claim TEXT NOT NULL REFERENCES claim (id),
    entry_key TEXT NOT NULL,
    state TEXT NOT NULL, -- open, queried, excluded
    reason TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (claim, entry_key)
) STRICT;

CREATE TABLE price_file (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    position INTEGER NOT NULL, -- order in which the files are asked
    name TEXT NOT NULL,
    pair_asset TEXT, -- where somebody had to say it
    pair_quote TEXT,
    rows_read INTEGER NOT NULL,
    about TEXT NOT NULL, -- JSON: pairs, span, diagnostics
    added_version INTEGER NOT NULL,
    removed_version INTEGER,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    UNIQUE (incident, position),
    FOREIGN KEY (incident, sha256) REFERENCES evidence (incident, sha256)
) STRICT;

CREATE TABLE price_book (
    incident TEXT NOT NULL REFERENCES incident (id),
    version INTEGER NOT NULL,
    what TEXT NOT NULL, -- JSON: what made this version
    person TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    PRIMARY KEY (incident, version)
) STRICT;

CREATE TABLE manipulated_asset (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    asset TEXT NOT NULL,
    from_us INTEGER NOT NULL,
    to_us INTEGER,
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX manipulated_asset_incident ON manipulated_asset (incident);

CREATE TABLE consent (
    claim TEXT NOT NULL REFERENCES claim (id),
    recipient TEXT NOT NULL,
    given INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (claim, recipient)
) STRICT;

CREATE TABLE declaration (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    words TEXT NOT NULL, -- the text as shown
    language TEXT NOT NULL,
    signed_name TEXT NOT NULL,
    loss TEXT NOT NULL, -- the sum that was shown, an exact decimal
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX declaration_claim ON declaration (claim, at_us);

CREATE TABLE snapshot (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    content_sha256 TEXT NOT NULL, -- of the frozen document, kept beside the evidence
    content_bytes INTEGER NOT NULL,
    totals TEXT NOT NULL, -- JSON
    claims INTEGER NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at_us INTEGER NOT NULL,
    UNIQUE (incident, number)
) STRICT;

CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    snapshot TEXT NOT NULL REFERENCES snapshot (id),
    investigator TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL, -- identified, pseudonymous
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    case_number TEXT NOT NULL,
    requested_by TEXT NOT NULL REFERENCES person (id),
    requested_at_us INTEGER NOT NULL,
    approved_by TEXT, -- a person's id, or `operator`
    approved_at_us INTEGER,
    expires_at_us INTEGER,
    ended_by TEXT,
    ended_at_us INTEGER
) STRICT;
CREATE INDEX release_incident ON release (incident);
CREATE INDEX release_investigator ON release (investigator);

CREATE TABLE bundle (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    snapshot TEXT NOT NULL REFERENCES snapshot (id),
    release TEXT NOT NULL REFERENCES release (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    claims TEXT NOT NULL, -- JSON: references in it
    withheld TEXT NOT NULL, -- JSON: references without consent
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX bundle_release ON bundle (release);

-- Files that are not evidence but are known by their hash all the same:
-- snapshots' documents and bundles.
CREATE TABLE artefact (
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    made_at_us INTEGER NOT NULL,
    PRIMARY KEY (incident, sha256)
) STRICT;

-- Work that takes longer than a request: bringing a claim's figures up to date, or
-- those of an incident; totals under another basis, a report or a bundle that a person
-- asked for; clearing what nothing names. One row for each subject; asking again for
-- what waits already is one run. Taken by lease, so that several servers share it.
CREATE TABLE job (
    kind TEXT NOT NULL, -- claim, group, basis, snapshot, bundle, sweep
    subject TEXT NOT NULL, -- id of a claim, of an incident, of what is to be made; incident:basis
    incident TEXT REFERENCES incident (id), -- none for work of the whole server
    request TEXT, -- JSON: what a person asked to have made
    asked_by TEXT, -- who did; operator for the command line
    asked_role TEXT, -- the role they did it with
    asked INTEGER NOT NULL, -- how often it was asked for
    done INTEGER NOT NULL, -- the asking that the last run which ended well had seen
    waiting_since_us INTEGER NOT NULL, -- the first asking that is not done
    taken INTEGER NOT NULL, -- the asking that the run under way has seen
    attempt INTEGER NOT NULL, -- one more with each run: a run that lost its lease is known by it
    tries INTEGER NOT NULL, -- runs since it was last asked for
    lease_until_us INTEGER, -- none while nobody works on it
    step TEXT, -- what the last run does or did; none before its first step
    file TEXT, -- name of the file it works on
    bytes_done INTEGER NOT NULL DEFAULT 0,
    bytes_all INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    rows_all INTEGER NOT NULL DEFAULT 0,
    claims_done INTEGER NOT NULL DEFAULT 0,
    claims_all INTEGER NOT NULL DEFAULT 0,
    problem TEXT, -- JSON: why the last run failed
    ended_at_us INTEGER, -- when the last run ended
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX job_waiting ON job (waiting_since_us) WHERE done < asked;
CREATE INDEX job_incident ON job (incident) WHERE done < asked;

-- The head of each incident's chain: its row is what writers queue at.
CREATE TABLE custody_head (
    incident TEXT NOT NULL PRIMARY KEY REFERENCES incident (id),
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE custody (
    incident TEXT NOT NULL REFERENCES incident (id),
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    time TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    object_sha256 TEXT NOT NULL,
    purpose TEXT NOT NULL, -- JSON, as the record has it
    tool TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (incident, sequence)
) STRICT;
CREATE INDEX custody_object ON custody (incident, object);

-- Looks are logged once for each session, object and hour.
CREATE TABLE look (
    session TEXT NOT NULL, -- SHA-256 of the session's id
    object TEXT NOT NULL,
    hour INTEGER NOT NULL, -- hours since 1970
    PRIMARY KEY (session, object, hour)
) STRICT;
