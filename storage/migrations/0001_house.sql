-- The house: who reports, where, and what a site is on each date.

CREATE TABLE house (
    one integer PRIMARY KEY CHECK (one = 1),
    version integer NOT NULL,
    zone text NOT NULL
);
INSERT INTO house (one, version, zone) VALUES (1, 0, 'Europe/Stockholm');

CREATE TABLE sites (
    short text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    position integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('night', 'day', 'intake')),
    organisation text NOT NULL,
    programme text NOT NULL,
    practice boolean NOT NULL,
    first date NOT NULL,
    last date,
    usual integer,
    cut_off text NOT NULL,
    deadline_days integer NOT NULL,
    deadline_at text NOT NULL
);

-- Beds and women-only beds hold from a date until the next row begins (C5).
CREATE TABLE capacities (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    first date NOT NULL,
    beds integer NOT NULL CHECK (beds >= 0),
    women_only_beds integer NOT NULL CHECK (women_only_beds BETWEEN 0 AND beds),
    PRIMARY KEY (site, first)
) {clustered};

CREATE TABLE hours (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    position integer NOT NULL,
    opens text NOT NULL,
    closes text NOT NULL,
    weekdays text NOT NULL,
    first date,
    last date,
    PRIMARY KEY (site, position)
) {clustered};

CREATE TABLE closed_spans (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    first date NOT NULL,
    last date NOT NULL CHECK (first <= last),
    reason text NOT NULL,
    PRIMARY KEY (site, first)
) {clustered};

CREATE TABLE people (
    id {identity},
    name text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('reporter', 'site_lead', 'coordinator', 'viewer')),
    language text,
    active boolean NOT NULL,
    from_file boolean NOT NULL
);

CREATE TABLE addresses (
    channel text NOT NULL,
    address text NOT NULL,
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, address)
) {clustered};
CREATE INDEX addresses_of_person ON addresses (person);

-- The sites a person reports for.
CREATE TABLE duties (
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (person, site)
) {clustered};
