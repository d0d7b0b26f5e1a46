-- Telegram: what was sent and may have been, where an answer is shown again, and invitations.

-- A try is noted before its request leaves. One that never ended has an unknown fate: the message may have
-- arrived, and is repeated once at most. claimed_until keeps a second process from sending it meanwhile.
CREATE TABLE telegram_sendings (
    outbox integer PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    tries_of_unknown_fate integer NOT NULL,
    claimed_until timestamptz,
    chat text,
    sent_as bigint
);
CREATE INDEX telegram_sendings_sent_as ON telegram_sendings (chat, sent_as);

-- This message of the outbox is shown by editing the one that another of its messages became.
CREATE TABLE outbox_edits (
    outbox integer PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    shown_in integer NOT NULL REFERENCES outbox (id) ON DELETE CASCADE
);

-- Addresses that the last try to reach could not: blocked or deleted. Another of the person's is used.
CREATE TABLE unreachable (
    channel text NOT NULL,
    address text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (channel, address)
);

-- The name that Telegram knows the bot by, for the links of invitations.
CREATE TABLE telegram_bot (
    one integer PRIMARY KEY CHECK (one = 1),
    username text NOT NULL
);

-- Only the hash of an invitation's token is kept; it works once, until it expires. for_known: it gives
-- another address to somebody who has that name already; any other never does.
CREATE TABLE invitations (
    token_hash text PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('reporter', 'site_lead', 'coordinator', 'viewer')),
    language text,
    for_known boolean NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE TABLE invitation_sites (
    token_hash text NOT NULL REFERENCES invitations (token_hash) ON DELETE CASCADE,
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (token_hash, site)
);

-- An address that its owner joined with stays when the house file is loaded again.
ALTER TABLE addresses ADD COLUMN joined boolean NOT NULL DEFAULT FALSE;

-- The buttons below a message: rows of [words, what a press says], as JSON.
CREATE TABLE outbox_buttons (
    outbox integer PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    buttons text NOT NULL
);

-- A message with buttons that somebody is going through: it is the answer to `message` and is edited in place.
-- Its token stands in each of its buttons and cannot be guessed.
CREATE TABLE panels (
    token text PRIMARY KEY,
    message integer NOT NULL REFERENCES messages (id),
    channel text NOT NULL,
    address text NOT NULL,
    person integer NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    state text NOT NULL
);
