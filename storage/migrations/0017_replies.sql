-- The site and date that the answer to a message asked for: a reply to it is for them, when another question has
-- been asked since or the evening is over.
CREATE TABLE questions_asked (
    message integer PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    site text NOT NULL,
    date date NOT NULL
);

-- The topic of a supergroup in which a group was bound to its site: what is no answer to a member is written there.
ALTER TABLE telegram_groups ADD COLUMN topic bigint;
