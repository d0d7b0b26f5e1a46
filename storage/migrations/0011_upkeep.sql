-- Upkeep: what a run did, who has left, and what the coordinator set of reminding for one site.

-- Rows let go of, files written: what a job did that is no message.
ALTER TABLE runs ADD COLUMN done integer NOT NULL DEFAULT 0;

-- When somebody was first found to have left; their row goes when they are back.
CREATE TABLE leavers (
    person integer PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    noticed_at timestamptz NOT NULL
);

-- What holds at a site instead of the house file's rule and the house's setting, until it is taken back.
-- `value` is minutes or 'never' of a step, clock times of the reminders with commas between, or one clock time.
CREATE TABLE site_settings (
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    setting text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (site, setting)
);

-- Whether anything was reported since the minute before is asked of this index alone.
DROP INDEX revisions_by_date;
CREATE INDEX revisions_by_date ON revisions (date, at, message);
