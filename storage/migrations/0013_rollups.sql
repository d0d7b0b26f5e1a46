-- A year of one site: marks of its dates and sums of its months, packed (shelter/pages.py). Made from the rows of
-- `counts` and never of its own account; kept in the transaction that changes them.
CREATE TABLE year_pages (
    year integer NOT NULL,
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    page bytea NOT NULL,
    PRIMARY KEY (year, site)
);
