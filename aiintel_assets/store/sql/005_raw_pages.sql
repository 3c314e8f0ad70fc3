-- Pages in pieces that DuckDB keeps in line: reading a long one means reading those of many days around it.

CREATE TABLE raw_pages (
    edition VARCHAR NOT NULL,
    sha256  VARCHAR NOT NULL,    -- of the page as received, as in raw_articles
    part    INTEGER NOT NULL,    -- from 0
    bytes   BLOB NOT NULL        -- of the zlib-compressed page
);

INSERT INTO raw_pages
    SELECT edition, sha256, part, body[part * 4000 + 1 : (part + 1) * 4000]
    FROM (
        SELECT edition, sha256, any_value(body) AS body, unnest(range((octet_length(any_value(body)) + 3999) // 4000)) AS part
        FROM raw_articles WHERE body IS NOT NULL GROUP BY edition, sha256
    );

ALTER TABLE raw_articles DROP COLUMN body;
