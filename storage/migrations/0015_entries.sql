-- The guided entry that a chat is in the middle of, by the token of its panel: a later one takes its place, and a
-- report by text ends it. touched_at is when it was last gone on with.
CREATE TABLE open_entries (
    channel text NOT NULL,
    address text NOT NULL,
    token text NOT NULL UNIQUE REFERENCES panels (token) ON DELETE CASCADE,
    touched_at timestamptz NOT NULL,
    PRIMARY KEY (channel, address)
) {clustered};
