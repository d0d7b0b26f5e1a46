-- Periods that the coordinator has signed off, and what people write into the half-year report.

-- Append-only: each version with the rows it rests on, so that it can be made again as it was.
CREATE TABLE signoffs (
    first date NOT NULL,
    last date NOT NULL CHECK (first <= last),
    version integer NOT NULL,
    signed_by text NOT NULL,
    signed_at timestamptz NOT NULL,
    extracted timestamptz NOT NULL,
    accepted text NOT NULL,
    reports text NOT NULL,
    said text NOT NULL,
    texts text NOT NULL,
    PRIMARY KEY (first, last, version)
);

-- One row for each time a part was written; the latest is kept for the next report.
CREATE TABLE report_texts (
    part text NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (part, number)
);

-- Keys of programs that read figures; of the key itself only its SHA-256 is kept.
CREATE TABLE api_tokens (
    hash text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('viewer', 'coordinator')),
    made_at timestamptz NOT NULL
);
