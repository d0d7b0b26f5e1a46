-- Estimates from outside the house, with their source: shown in the report apart from the counts.

-- One row for each time an estimate was written; the latest holds, and without a figure it is taken back.
CREATE TABLE estimates (
    what text NOT NULL,
    number integer NOT NULL,
    figure text,
    source text NOT NULL,
    dated text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (what, number)
);

-- The estimates that a signed version was made with, as JSON.
ALTER TABLE signoffs ADD COLUMN estimates text NOT NULL DEFAULT '[]';
