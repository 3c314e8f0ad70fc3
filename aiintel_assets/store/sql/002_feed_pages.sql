-- The last copy of each feed page, so that an unchanged feed is not sent again.

CREATE TABLE feed_pages (
    url           VARCHAR NOT NULL,
    edition       VARCHAR NOT NULL,  -- the edition whose collection fetched it
    final_url     VARCHAR NOT NULL,
    fetched_at    TIMESTAMPTZ NOT NULL,
    content_type  VARCHAR,
    etag          VARCHAR,
    last_modified VARCHAR,
    body          BLOB NOT NULL      -- as received, zlib-compressed
);
