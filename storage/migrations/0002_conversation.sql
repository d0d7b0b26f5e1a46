-- The conversation: every message in, what it changed, what was asked and what goes out.

-- A text that was refused for holding personal data, or came from a stranger, is not kept.
CREATE TABLE messages (
    id {identity},
    channel text NOT NULL,
    external_id text NOT NULL,
    address text NOT NULL,
    person integer REFERENCES people (id),
    received_at timestamptz NOT NULL,
    text text,
    UNIQUE (channel, external_id)
);
CREATE INDEX messages_of_address ON messages (channel, address, received_at);

-- Append-only: what was stored for a site and date after each change. `figures` is JSON, null once undone.
CREATE TABLE revisions (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE,
    date date NOT NULL,
    aspect text NOT NULL CHECK (aspect IN ('count', 'queue', 'origin', 'age')),
    number integer NOT NULL,
    figures text,
    undoes integer,
    person integer REFERENCES people (id),
    message integer NOT NULL REFERENCES messages (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (site, date, aspect, number)
) {clustered};
CREATE INDEX revisions_of_person ON revisions (person, at);

-- What holds now. A part that was never said is null, never 0 (C13); received_at is the first report's.
CREATE TABLE counts (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE,
    date date NOT NULL,
    closed boolean NOT NULL,
    women integer,
    men integer,
    other integer,
    unknown integer,
    applied integer,
    offered integer,
    no_show integer,
    away integer,
    revision integer NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (site, date)
) {clustered};
CREATE INDEX counts_by_date ON counts (date);

-- Guests by country of origin or age band, counts only (C15).
CREATE TABLE breakdowns (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE,
    date date NOT NULL,
    aspect text NOT NULL CHECK (aspect IN ('origin', 'age')),
    label text NOT NULL,
    number integer NOT NULL CHECK (number >= 0),
    PRIMARY KEY (site, date, aspect, label)
) {clustered};

-- One question is open per person and site; '' is a question about which site.
CREATE TABLE questions (
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    site text NOT NULL,
    body text NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (person, site)
) {clustered};

-- next_try_at is the real time of the next try, null for at once; the other moments are the house clock's.
CREATE TABLE outbox (
    id {identity},
    key text NOT NULL UNIQUE,
    channel text NOT NULL,
    address text NOT NULL,
    person integer REFERENCES people (id),
    message integer REFERENCES messages (id),
    text text NOT NULL,
    queued_at timestamptz NOT NULL,
    expires_at timestamptz,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'expired')),
    attempts integer NOT NULL,
    next_try_at timestamptz,
    sent_at timestamptz,
    fault text
);
CREATE INDEX outbox_queued ON outbox (channel, id) WHERE state = 'queued';
CREATE INDEX outbox_of_address ON outbox (channel, address, queued_at);

-- Strangers, so that each is told how to join once a day and no more.
CREATE TABLE strangers (
    channel text NOT NULL,
    address text NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (channel, address)
) {clustered};

-- A message that could not be settled waits here with its raw form; nothing else waits for it (P3).
CREATE TABLE set_aside (
    message integer PRIMARY KEY REFERENCES messages (id),
    raw text NOT NULL,
    fault text NOT NULL,
    at timestamptz NOT NULL
);

-- How far the house's clock stands from the real one, in seconds; only a demonstration moves it.
CREATE TABLE clock (
    one integer PRIMARY KEY CHECK (one = 1),
    ahead double precision NOT NULL
);
INSERT INTO clock (one, ahead) VALUES (1, 0);
