-- What a language model was asked and paid for, and what of its text was not published.

CREATE TABLE receipts (
    request_sha256    VARCHAR NOT NULL,    -- of everything that was asked, and of whom
    edition           VARCHAR NOT NULL,
    stage             VARCHAR NOT NULL,
    endpoint          VARCHAR NOT NULL,
    model             VARCHAR NOT NULL,
    mode              VARCHAR NOT NULL,    -- how the answer's form was asked for
    prompt_version    VARCHAR NOT NULL,
    answer            VARCHAR NOT NULL,    -- as received
    finish_reason     VARCHAR NOT NULL,
    prompt_tokens     BIGINT NOT NULL,
    cached_tokens     BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cost_usd          DOUBLE,              -- NULL where no price is known
    latency_s         DOUBLE NOT NULL,
    created_at        TIMESTAMPTZ NOT NULL
);

ALTER TABLE topic_summaries ADD COLUMN removed STRUCT("text" VARCHAR, reason VARCHAR)[] DEFAULT [];
ALTER TABLE topic_summaries ADD COLUMN receipts VARCHAR[] DEFAULT [];
ALTER TABLE daily_insights ADD COLUMN followed STRUCT(edition VARCHAR, line VARCHAR, outcome VARCHAR, topic_id VARCHAR)[] DEFAULT [];
ALTER TABLE daily_insights ADD COLUMN claims STRUCT("text" VARCHAR, evidence STRUCT(article_id VARCHAR, sentence VARCHAR)[])[] DEFAULT [];
ALTER TABLE daily_insights ADD COLUMN removed STRUCT("text" VARCHAR, reason VARCHAR)[] DEFAULT [];
ALTER TABLE daily_insights ADD COLUMN model VARCHAR DEFAULT '';
ALTER TABLE daily_insights ADD COLUMN receipts VARCHAR[] DEFAULT [];
