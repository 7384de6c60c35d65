-- The schema, in SQLite's dialect. PostgreSQL's text is derived from this one at start,
-- by server/store/src/schema.rs, which says what a migration may contain.
--
-- Times (`…_us`) are microseconds since 1970 in UTC. Money is whole units of 1e-8 of the
-- reporting currency. Amounts of assets are exact decimals as text. Booleans are 0 or 1.
-- Tables stand by topic, and after the tables that they refer to.

-- Incidents and servers -------------------------------------------------------------

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
    unsettled TEXT NOT NULL, -- JSON list: assets without prices until a conflict is settled
    price_version INTEGER NOT NULL,
    version INTEGER NOT NULL,
    shared_of TEXT, -- hash of the valuations that were last searched for shared trades
    created_at_us INTEGER NOT NULL
) STRICT;

-- Secrets that all servers of one database share.
CREATE TABLE server_secret (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
) STRICT;

-- People and their access -----------------------------------------------------------

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE, -- in lower case
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT, -- none until the person sets one through a link
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
    confirmed_by TEXT, -- id of a person, or `operator`
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
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the token, in hex
    sent INTEGER NOT NULL, -- number of links that were made for it
    created_by TEXT REFERENCES person (id),
    created_at_us INTEGER NOT NULL,
    sent_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    used_at_us INTEGER,
    revoked_at_us INTEGER
) STRICT;
CREATE INDEX invitation_incident ON invitation (incident, email);

CREATE TABLE session (
    id_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the id in the cookie, in hex
    person TEXT REFERENCES person (id),
    content TEXT NOT NULL, -- JSON
    created_at_us INTEGER NOT NULL,
    saved_at_us INTEGER NOT NULL,
    expires_at_us INTEGER NOT NULL,
    ended TEXT -- idle, hours, password, elsewhere; none while it lives or where it only expired
) STRICT;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at_us);

-- Forms that were sent after a session had ended. Each is kept until its owner signs in
-- again.
CREATE TABLE kept_form (
    token_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the browser's token, in hex
    person TEXT NOT NULL REFERENCES person (id), -- whose session had ended
    action TEXT NOT NULL, -- the path that the form was sent to
    page TEXT NOT NULL, -- the path of the page with the form
    fields TEXT NOT NULL, -- JSON list of names and values
    kept_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_form_person ON kept_form (person, kept_at_us);

-- Kept files ------------------------------------------------------------------------

-- Originals, under their hash.
CREATE TABLE evidence (
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    received_at_us INTEGER NOT NULL,
    PRIMARY KEY (incident, sha256)
) STRICT;

-- Documents of snapshots, and bundles: they are no evidence, but are kept under their
-- hash too.
CREATE TABLE artefact (
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    made_at_us INTEGER NOT NULL,
    PRIMARY KEY (incident, sha256)
) STRICT;

-- Claims ----------------------------------------------------------------------------

CREATE TABLE claim (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    reference TEXT NOT NULL,
    claimant TEXT NOT NULL REFERENCES person (id),
    filed_by TEXT REFERENCES person (id), -- somebody who filed it on the claimant's behalf
    confirmed_at_us INTEGER, -- when the claimant confirmed such a filing
    state TEXT NOT NULL,
    version INTEGER NOT NULL, -- one more with every change that a person made
    -- One more with every change that the figures follow from: of files, of answers about
    -- them, of contested, typed-in and returned amounts. A valuation carries the version
    -- that it was made from, so that nobody signs an outdated sum.
    figures_version INTEGER NOT NULL DEFAULT 0,
    -- One more with every review that can change which assets are in doubt. The claim is
    -- then valued again, but what was signed stays signed.
    reviews_version INTEGER NOT NULL DEFAULT 0,
    -- One more with every decision on who may have the claim. It is a version of its own,
    -- because these decisions can be changed in every state.
    consents_version INTEGER NOT NULL DEFAULT 1,
    statement TEXT NOT NULL,
    statement_language TEXT NOT NULL,
    statement_at_us INTEGER,
    -- A moment at which, as the claimant says, nothing was held in any contract; none where
    -- nobody said so.
    flat_before_us INTEGER,
    flat_before_reason TEXT,
    created_at_us INTEGER NOT NULL,
    changed_at_us INTEGER NOT NULL,
    submitted_at_us INTEGER,
    return_asked_at_us INTEGER, -- when the claimant asked to have it sent back; none once decided
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

-- Who marked which message as read. The custody log does not say this: it records that
-- somebody opened a claim, once an hour, whatever they read there.
CREATE TABLE claim_event_read (
    event TEXT NOT NULL REFERENCES claim_event (id),
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (event, person)
) STRICT;

CREATE TABLE consent (
    claim TEXT NOT NULL REFERENCES claim (id),
    recipient TEXT NOT NULL,
    given INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (claim, recipient)
) STRICT;

-- What was signed, and under what. A receipt shows this for good, so that later changes
-- of the claim do not reach it.
CREATE TABLE declaration (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    words TEXT NOT NULL, -- the text as shown
    language TEXT NOT NULL,
    signed_name TEXT NOT NULL,
    loss TEXT, -- the sum that was shown, an exact decimal; none when nothing had a price
    currency TEXT,
    contested INTEGER,
    unpriced INTEGER,
    method TEXT,
    basis TEXT,
    statement TEXT,
    statement_language TEXT,
    valuation TEXT, -- the valuation that was shown
    figures_version INTEGER, -- that of the claim, when it was signed
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX declaration_claim ON declaration (claim, at_us);

-- The files of a claim when it was signed.
CREATE TABLE declared_file (
    declaration TEXT NOT NULL REFERENCES declaration (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL, -- as given
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    origin TEXT, -- as declared: exported, workbook, saved_again, mapped, document, unread
    PRIMARY KEY (declaration, position)
) STRICT;

-- Files of claims, and what was read from them --------------------------------------

-- A file of a claim, with the claimant's answers about it.
CREATE TABLE claim_file (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    sha256 TEXT NOT NULL,
    position INTEGER NOT NULL, -- order in which the files of the claim are read
    name TEXT NOT NULL, -- as given
    read_as TEXT NOT NULL, -- the name as given, made unique within the claim
    account TEXT NOT NULL,
    zone TEXT, -- the time zone of the file, where the file itself names none
    format_said TEXT, -- the format of the file, where its content leaves this open
    day_order TEXT, -- which stands first in its dates: day_first, month_first
    mapping TEXT, -- JSON: what the columns of an unknown file mean
    members TEXT, -- JSON: the same answers for each file of an archive or sheet of a workbook
    said_version INTEGER NOT NULL DEFAULT 0, -- one more with every change of these answers
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    withdrawn_at_us INTEGER,
    UNIQUE (claim, sha256),
    UNIQUE (claim, position),
    FOREIGN KEY (incident, sha256) REFERENCES evidence (incident, sha256)
) STRICT;
CREATE INDEX claim_file_sha256 ON claim_file (incident, sha256);

-- Mappings of columns that a coordinator shares with all claims of the incident.
CREATE TABLE mapping (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    name TEXT NOT NULL, -- first 12 hex digits of the SHA-256 of the JSON
    mapping TEXT NOT NULL, -- JSON
    shared_by TEXT NOT NULL REFERENCES person (id),
    shared_at_us INTEGER NOT NULL,
    removed_by TEXT REFERENCES person (id),
    removed_at_us INTEGER
) STRICT;
CREATE INDEX mapping_incident ON mapping (incident);

-- One reading of one file, with the answers that it was read by.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    file TEXT NOT NULL REFERENCES claim_file (id),
    reader_version TEXT NOT NULL,
    format_said TEXT,
    day_order TEXT,
    mapping TEXT,
    members TEXT,
    said_version INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL, -- running, done, unread, failed
    current INTEGER NOT NULL, -- 1 for the one that counts, 0 for older ones
    entries INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    rows_read INTEGER NOT NULL,
    needs_zone INTEGER NOT NULL,
    secrets INTEGER NOT NULL DEFAULT 0, -- cells that look like keys
    found TEXT NOT NULL, -- JSON list, one item for each file or member of an archive
    started_at_us INTEGER NOT NULL,
    finished_at_us INTEGER,
    row_files TEXT -- JSON: the files that hold its rows; none where no rows are kept
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

-- Deals of 3Commas, as each valuation needs them.
CREATE TABLE deal (
    import TEXT NOT NULL REFERENCES import (id),
    seq INTEGER NOT NULL, -- order in the file, from 0
    deal TEXT NOT NULL, -- JSON
    PRIMARY KEY (import, seq)
) STRICT;

-- The rows of all imports of a claim, numbered one import after another. The rows are in
-- files beside the evidence (server/store/src/columns).
CREATE TABLE generation (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    current INTEGER NOT NULL, -- 1 for the one that counts; others stay while a valuation needs them
    row_count INTEGER NOT NULL,
    dropped INTEGER NOT NULL, -- rows that do not count
    index_file TEXT NOT NULL, -- JSON: name, length, hash and checks of its file
    conflicts TEXT NOT NULL, -- JSON list: contradictions between files, by numbers of rows
    answers TEXT NOT NULL, -- JSON list: the decisions on contradictions that it was made with
    remarks TEXT NOT NULL, -- JSON list: diagnostics across the files of the claim
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

-- What the rows of a generation imply for each account, once it is worked out.
CREATE TABLE balances (
    generation TEXT NOT NULL PRIMARY KEY REFERENCES generation (id),
    holdings INTEGER NOT NULL, -- how many accounts and assets
    lacking INTEGER NOT NULL, -- those of them where something is missing
    files INTEGER NOT NULL, -- how many files
    is_cut_short INTEGER NOT NULL -- 1 where there are more accounts and assets than are followed
) STRICT;

CREATE TABLE holding (
    generation TEXT NOT NULL REFERENCES balances (generation),
    seq INTEGER NOT NULL, -- from 0, those where something is missing first
    detail TEXT NOT NULL, -- JSON: the ledger's Holding
    PRIMARY KEY (generation, seq)
) STRICT;

CREATE TABLE file_period (
    generation TEXT NOT NULL REFERENCES balances (generation),
    seq INTEGER NOT NULL, -- from 0, by the name of the file
    detail TEXT NOT NULL, -- JSON: the ledger's FilePeriod
    PRIMARY KEY (generation, seq)
) STRICT;

-- What claimants type in ------------------------------------------------------------

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
    row_no INTEGER NOT NULL, -- from 1, among all of the claim, removed ones too
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
    exchange TEXT NOT NULL, -- limits a period to one exchange; empty for all
    account TEXT NOT NULL, -- limits a period to one account; empty for all
    asset TEXT NOT NULL, -- limits a period to entries with this asset; empty for all
    row_key TEXT NOT NULL, -- sha256, member and line of a row
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX contest_rule_claim ON contest_rule (claim);

-- Decisions of people on rows of two files that contradict each other: which of them counts.
-- One that was changed or taken back is kept.
CREATE TABLE conflict_answer (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    counted_key TEXT NOT NULL, -- sha256, member and line of the row that counts
    other_keys TEXT NOT NULL, -- JSON list: the same of the rows that do not
    reason TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    removed_by TEXT REFERENCES person (id),
    removed_at_us INTEGER
) STRICT;
CREATE INDEX conflict_answer_claim ON conflict_answer (claim);

CREATE TABLE credit (
    id TEXT NOT NULL PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    time_text TEXT NOT NULL, -- RFC 3339, or a bare date, which is the end of that day
    time_us INTEGER NOT NULL, -- the moment at which it is valued
    asset TEXT NOT NULL,
    amount TEXT NOT NULL,
    evidence TEXT NOT NULL, -- SHA-256 of a file, or words
    note TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at_us INTEGER NOT NULL,
    removed_at_us INTEGER
) STRICT;
CREATE INDEX credit_claim ON credit (claim);

-- Prices ----------------------------------------------------------------------------

CREATE TABLE price_file (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    sha256 TEXT NOT NULL,
    position INTEGER NOT NULL, -- order in which the files are searched for a price
    name TEXT NOT NULL,
    pair_asset TEXT, -- where the file does not name its pair
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

-- Valuations and reviews ------------------------------------------------------------

CREATE TABLE valuation (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    current INTEGER NOT NULL, -- 1 for the one that counts, 0 for older ones, 2 while written
    for_basis TEXT NOT NULL, -- empty for the incident's own basis; else the other basis
    method TEXT NOT NULL,
    basis TEXT NOT NULL,
    currency TEXT NOT NULL,
    price_version INTEGER NOT NULL,
    figures_version INTEGER NOT NULL DEFAULT 0, -- of the claim that it was made from
    reviews_version INTEGER NOT NULL DEFAULT 0,
    made_at_us INTEGER NOT NULL,
    entries INTEGER NOT NULL, -- entries of the claim that count
    contested INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    totals TEXT NOT NULL, -- JSON: the ledger's Totals
    positions TEXT, -- JSON list: positions that cannot be valued by fills alone; none without any
    row_conflicts TEXT, -- JSON: counts of contradictions between files, under another basis only
    conflicts TEXT NOT NULL, -- JSON list: manipulated assets that were traded before their listing
    remarks TEXT NOT NULL, -- JSON list: diagnostics across the files of the claim
    problem TEXT, -- JSON of a message: why it could not be computed
    generation TEXT REFERENCES generation (id), -- the rows that it values; none without rows
    line_files TEXT, -- JSON: the files that hold its lines
    terms TEXT NOT NULL -- JSON: the terms that it was made with
) STRICT;
CREATE INDEX valuation_claim ON valuation (claim, current);
CREATE UNIQUE INDEX valuation_current ON valuation (claim, for_basis) WHERE current = 1;
-- The sums of a group ask for all of these columns. Reading them from the wide rows takes five
-- times as long.
CREATE INDEX valuation_incident ON valuation
    (incident, current, for_basis, claim, id, price_version);

CREATE TABLE valued_credit (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    credit TEXT NOT NULL REFERENCES credit (id),
    amount INTEGER, -- none when it has no price
    detail TEXT NOT NULL,
    PRIMARY KEY (valuation, credit)
) STRICT;

-- What a coordinator decided about a row.
CREATE TABLE review (
    claim TEXT NOT NULL REFERENCES claim (id),
    entry_key TEXT NOT NULL,
    state TEXT NOT NULL, -- open, queried, excluded
    reason TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (claim, entry_key)
) STRICT;

-- Sums of the lines of a valuation. They depend neither on the state of the claim nor on
-- reviews: readers of the sums ask for both.
CREATE TABLE claim_sum (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    dimension TEXT NOT NULL, -- claim, exchange, asset, day, gross, moved, lacking
    row_key TEXT NOT NULL, -- the reference, exchange, asset or day; loss or gain
    sub_key TEXT NOT NULL, -- lacking: the day; moved: the decimals of the change
    documented INTEGER NOT NULL, -- 1 for lines that were read from an export
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

-- The same sums for each reviewed row alone, so that readers can subtract them. They are
-- written with the review, and again with each valuation.
CREATE TABLE review_sum (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    entry_key TEXT NOT NULL,
    dimension TEXT NOT NULL, -- this and the other columns: as in claim_sum
    row_key TEXT NOT NULL,
    sub_key TEXT NOT NULL,
    documented INTEGER NOT NULL,
    priced INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    amount_high INTEGER NOT NULL,
    amount_low INTEGER NOT NULL,
    units_high INTEGER NOT NULL,
    units_middle INTEGER NOT NULL,
    units_low INTEGER NOT NULL,
    units_wide TEXT NOT NULL,
    PRIMARY KEY (valuation, entry_key, dimension, row_key, sub_key, documented)
) STRICT, WITHOUT ROWID;

-- The first contested trade of each asset: one among all lines without a review, and one
-- for each reviewed row.
CREATE TABLE first_trade (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    asset TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    time_us INTEGER NOT NULL,
    PRIMARY KEY (valuation, asset, entry_key)
) STRICT, WITHOUT ROWID;

-- Lines of reviewed rows. They are written with the review, and again with each valuation.
CREATE TABLE reviewed_line (
    valuation TEXT NOT NULL REFERENCES valuation (id),
    entry_key TEXT NOT NULL,
    place INTEGER NOT NULL, -- among the lines of the valuation, by time
    PRIMARY KEY (valuation, entry_key, place)
) STRICT, WITHOUT ROWID;

-- Contested trades whose id is in two claims of an incident: one row for each of the two.
-- They are searched for again after claims were valued.
CREATE TABLE shared_trade (
    incident TEXT NOT NULL REFERENCES incident (id),
    claim TEXT NOT NULL REFERENCES claim (id),
    other TEXT NOT NULL REFERENCES claim (id),
    exchange TEXT NOT NULL,
    trade_id TEXT NOT NULL,
    PRIMARY KEY (claim, exchange, trade_id, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_trade_incident ON shared_trade (incident);

-- Contradictions between rows of two files of a claim, of which one row counts. They are
-- written again with each valuation.
CREATE TABLE row_conflict (
    claim TEXT NOT NULL REFERENCES claim (id),
    seq INTEGER NOT NULL,
    settled INTEGER NOT NULL, -- 1 where a person decided which row counts
    counted_key TEXT NOT NULL, -- sha256, member and line of the row that counts
    other_key TEXT NOT NULL, -- the same of the row that does not
    apart INTEGER, -- by how much the loss would differ if the other row counted
    detail TEXT NOT NULL, -- JSON: the ledger's RowConflict
    PRIMARY KEY (claim, seq)
) STRICT;
CREATE INDEX row_conflict_counted ON row_conflict (claim, counted_key);

-- Snapshots, releases and bundles ---------------------------------------------------

CREATE TABLE snapshot (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    content_sha256 TEXT NOT NULL, -- of the frozen document, which is kept beside the evidence
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
    approved_by TEXT, -- id of a person, or `operator`
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
    claims TEXT NOT NULL, -- JSON: references of the claims in it
    withheld TEXT NOT NULL, -- JSON: references of the claims without consent
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX bundle_release ON bundle (release);

-- Jobs ------------------------------------------------------------------------------

-- Work that takes longer than a request (server/README.md, "Jobs"). There is one row for
-- each subject: a request for work that waits already adds no run. A worker takes a job
-- by a lease, so that several servers can share the work.
CREATE TABLE job (
    kind TEXT NOT NULL, -- claim, group, basis, snapshot, bundle, sweep
    subject TEXT NOT NULL, -- id of the claim, the incident or what is made; incident:basis
    incident TEXT REFERENCES incident (id), -- none for work of the whole server
    request TEXT, -- JSON: what a person asked to have made
    asked_by TEXT, -- who asked; `operator` for the command line
    asked_role TEXT, -- the role in which they asked
    asked INTEGER NOT NULL, -- number of requests so far
    done INTEGER NOT NULL, -- value of `asked` at the start of the last run that ended well
    waiting_since_us INTEGER NOT NULL, -- time of the first request that is not done
    taken INTEGER NOT NULL, -- value of `asked` at the start of the run under way
    attempt INTEGER NOT NULL, -- number of runs so far, by which a run that lost its lease is known
    tries INTEGER NOT NULL, -- number of runs since the last request
    lease_until_us INTEGER, -- none while nobody works on it
    step TEXT, -- what the last run does or did; none before its first step
    file TEXT, -- name of the file that it works on
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

-- The custody log -------------------------------------------------------------------

-- The last record of each incident's chain. A writer locks this row, so that records are
-- appended one after another.
CREATE TABLE custody_head (
    incident TEXT NOT NULL PRIMARY KEY REFERENCES incident (id),
    sequence INTEGER NOT NULL,
    changes INTEGER NOT NULL, -- how many records are of acts that changed something
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
    purpose TEXT NOT NULL, -- JSON, as it is in the record
    tool TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (incident, sequence)
) STRICT;
CREATE INDEX custody_object ON custody (incident, object);

-- What each session has looked at: the log records a look once an hour for each object.
CREATE TABLE look (
    session TEXT NOT NULL, -- SHA-256 of the id of the session
    object TEXT NOT NULL,
    hour INTEGER NOT NULL, -- hours since 1970
    PRIMARY KEY (session, object, hour)
) STRICT;
