-- SMS through Twilio: what became of each text, who wants none, what was spent, which codes are waited for.

-- A text that Twilio was asked to send, or that rode in the answer to a request of Twilio's and was then told of.
-- asked_at is the real time of the last request; sid is Twilio's name for the text; status is its last word on it.
CREATE TABLE sms_sent (
    outbox integer PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    asked_at timestamptz NOT NULL,
    fate text NOT NULL CHECK (fate IN ('unknown', 'accepted', 'refused')),
    sid text UNIQUE,
    status text,
    error integer
);

-- Numbers that asked for no more texts.
CREATE TABLE sms_optouts (
    address text PRIMARY KEY,
    at timestamptz NOT NULL
);

-- Segments sent on a local date, to a number and ('') to all.
CREATE TABLE sms_spent (
    day date NOT NULL,
    address text NOT NULL,
    segments integer NOT NULL,
    PRIMARY KEY (day, address)
);

-- A report that waits for a code sent back to the number it came from; body is JSON.
CREATE TABLE sms_codes (
    address text PRIMARY KEY,
    code text NOT NULL,
    body text NOT NULL,
    asked_at timestamptz NOT NULL,
    tries integer NOT NULL
);

-- Up to when Twilio's list of texts has been read whole; no row before the first time.
CREATE TABLE sms_read (
    one integer PRIMARY KEY CHECK (one = 1),
    through timestamptz NOT NULL
);
