-- Files that go with messages. Only what is asked for is kept, as JSON: the file is made when it is sent.

ALTER TABLE outbox ADD COLUMN enclosure text;

-- What goes by a channel that takes no files; null where another message of the same sending speaks for this one.
ALTER TABLE outbox ADD COLUMN instead text;
