-- What happens unasked: the house's settings for it, people's wishes, what was said or skipped, and each run.

-- Minutes from the escalation's start to each step, null for never; clock times in the house's zone.
CREATE TABLE escalation (
    one integer PRIMARY KEY CHECK (one = 1),
    colleague integer,
    site_lead integer,
    coordinator integer,
    quiet_from text NOT NULL,
    quiet_to text NOT NULL,
    summary_at text NOT NULL,
    digest_at text NOT NULL
);
INSERT INTO escalation (one, colleague, site_lead, coordinator, quiet_from, quiet_to, summary_at, digest_at)
VALUES (1, 0, 30, 60, '22:00', '07:00', '10:30', '13:00');

-- A site's own times on some weekdays of a season; the first row that holds on a date counts.
-- `times` are clock times after opening (22:30) or minutes after closing (+15), with commas between.
CREATE TABLE reminder_rules (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    position integer NOT NULL,
    times text NOT NULL,
    escalate_at text,
    weekdays text NOT NULL,
    first date,
    last date,
    PRIMARY KEY (site, position)
);

-- What a person has asked for: an own reminder time, a snooze, their summary's time, free beds in the evening.
CREATE TABLE reminder_wishes (
    person integer PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    own_time text,
    snoozed_at timestamptz,
    snoozed_until timestamptz,
    summary_at text,
    free_beds_at text
);

-- Each thing owed, once: said (then `outbox` is its message) or skipped, and why. `site` is '' for the whole house.
CREATE TABLE nudges (
    kind text NOT NULL,
    site text NOT NULL,
    date date NOT NULL,
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    outbox text,
    skipped text,
    PRIMARY KEY (kind, site, date, person)
);
CREATE INDEX nudges_by_date ON nudges (date);
CREATE INDEX nudges_of_outbox ON nudges (outbox);
CREATE INDEX revisions_by_date ON revisions (date, at);

-- Each run of a job, in real time: how long it took, what it queued and skipped, or the fault that ended it.
CREATE TABLE runs (
    id {identity},
    job text NOT NULL,
    started_at timestamptz NOT NULL,
    seconds double precision NOT NULL,
    queued integer NOT NULL,
    skipped integer NOT NULL,
    fault text
);
CREATE INDEX runs_of_job ON runs (job, id);

-- Every change of a setting: who (null for the house file), what it was and what it is.
CREATE TABLE setting_changes (
    id {identity},
    at timestamptz NOT NULL,
    person integer REFERENCES people (id),
    setting text NOT NULL,
    before text,
    after text
);
