-- Joining by SMS: an invitation that only its own number can answer, and tries that were not understood.

-- One invitation a number. Its code is kept nowhere: it is made of the salt, the number and a secret that is not
-- in the database. tries are the wrong codes that have come.
CREATE TABLE sms_invitations (
    address text PRIMARY KEY,
    invitation text NOT NULL UNIQUE REFERENCES invitations (token_hash) ON DELETE CASCADE,
    salt text NOT NULL,
    tries integer NOT NULL
);

-- The last text from an address that was not understood, and how many of them it made in a row.
CREATE TABLE stumbles (
    channel text NOT NULL,
    address text NOT NULL,
    message integer NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    tries integer NOT NULL,
    PRIMARY KEY (channel, address)
) {clustered};
