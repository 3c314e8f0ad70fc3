-- Questions that were handed in together, at half the price, and are answered within a day.

CREATE TABLE batches (
    batch_id     VARCHAR NOT NULL,
    endpoint     VARCHAR NOT NULL,
    edition      VARCHAR NOT NULL,
    stage        VARCHAR NOT NULL,
    submitted_at TIMESTAMPTZ NOT NULL
);
