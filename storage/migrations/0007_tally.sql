-- The live tally: what was counted one by one, and the messages that show it.

-- One for each site and reporting date; open until done_at says when it became the date's count.
CREATE TABLE tallies (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    date date NOT NULL,
    opened_at timestamptz NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (site, date)
) {clustered};
CREATE INDEX tallies_open ON tallies (site, date) WHERE done_at IS NULL;

-- Append-only: every press or text that moved a tally, once for its message. `opening`: somebody joined; what was
-- stored for the date before may come along, which nobody can undo. `undoes` is the message of the step taken back.
CREATE TABLE tally_steps (
    message integer NOT NULL REFERENCES messages (id),
    site text NOT NULL,
    date date NOT NULL,
    person integer NOT NULL REFERENCES people (id),
    at timestamptz NOT NULL,
    women integer NOT NULL,
    men integer NOT NULL,
    other integer NOT NULL,
    unknown integer NOT NULL,
    opening boolean NOT NULL,
    undoes integer,
    PRIMARY KEY (site, date, message),
    UNIQUE (site, date, undoes),
    FOREIGN KEY (site, date) REFERENCES tallies (site, date) ON UPDATE CASCADE ON DELETE CASCADE
) {clustered};

-- The one message in each chat that shows a tally: `shown` is the key under which the outbox has it, the token stands
-- in each of its buttons and cannot be guessed, `looks` is true while the sum is looked at before it is stored.
CREATE TABLE tally_panels (
    site text NOT NULL,
    date date NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    token text NOT NULL UNIQUE,
    shown text NOT NULL,
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    looks boolean NOT NULL,
    PRIMARY KEY (site, date, channel, address),
    FOREIGN KEY (site, date) REFERENCES tallies (site, date) ON UPDATE CASCADE ON DELETE CASCADE
) {clustered};

-- A message that is edited again and again has many edits.
CREATE INDEX outbox_edits_shown_in ON outbox_edits (shown_in);
