-- Pictures that an image model painted for covers, so that none is paid for twice.

CREATE TABLE pictures (
    request_sha256 VARCHAR NOT NULL,    -- of everything that was asked, and of whom
    edition        VARCHAR NOT NULL,
    model          VARCHAR NOT NULL,
    image          BLOB NOT NULL,       -- as received
    created_at     TIMESTAMPTZ NOT NULL
);
