-- Joining by SMS: an invitation that only its own number can answer, and tries that were not understood.

-- One invitation a number. Its code is kept nowhere: it is made of the salt, the number and a secret that is not
-- in the database. tries are the wrong codes that have come.
CREATE TABLE sms_invitations (
    address text PRIMARY KEY,
    invitation text NOT NULL UNIQUE REFERENCES invitations (token_hash) ON DELETE CASCADE,
    salt text NOT NULL,
    tries integer NOT NULL
);

-- Texts that were not understood, each with how many of them it makes in a row.
CREATE TABLE stumbles (
    message integer PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    tries integer NOT NULL
);
