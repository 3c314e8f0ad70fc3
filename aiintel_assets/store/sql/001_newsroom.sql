-- One table a stage, all keyed by edition; a day is replaced as a whole, in one transaction.

CREATE TABLE feed_entries (
    source_id    VARCHAR NOT NULL,
    url          VARCHAR NOT NULL,
    edition      VARCHAR NOT NULL,  -- the edition whose collection saw the entry first
    id           VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,       -- NULL when the source gives no readable date
    summary      VARCHAR NOT NULL,
    content      VARCHAR NOT NULL,
    author       VARCHAR NOT NULL
);

CREATE TABLE raw_articles (
    edition      VARCHAR NOT NULL,
    article_id   VARCHAR NOT NULL,
    source_id    VARCHAR NOT NULL,
    route        VARCHAR NOT NULL,
    url          VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    summary      VARCHAR NOT NULL,
    content      VARCHAR NOT NULL,
    author       VARCHAR NOT NULL,
    fetched_at   TIMESTAMPTZ,
    http_status  INTEGER,
    content_type VARCHAR,
    sha256       VARCHAR,           -- of the page as received, before compression
    body         BLOB,              -- the page as received, zlib-compressed
    error        VARCHAR,           -- why there is no page
    error_heals  BOOLEAN NOT NULL
);

CREATE TABLE source_coverage (
    edition      VARCHAR NOT NULL,
    source_id    VARCHAR NOT NULL,
    status       VARCHAR NOT NULL,  -- complete, partial, unrecoverable, failed
    reason       VARCHAR NOT NULL,
    route        VARCHAR,
    covered      STRUCT("start" TIMESTAMPTZ, "end" TIMESTAMPTZ)[] NOT NULL,
    entries      INTEGER NOT NULL,
    fetched      INTEGER NOT NULL,
    failed       INTEGER NOT NULL,
    asked_at     TIMESTAMPTZ        -- when its routes were last asked
);

CREATE TABLE cleaned_articles (
    edition        VARCHAR NOT NULL,
    article_id     VARCHAR NOT NULL,
    source_id      VARCHAR NOT NULL,
    url            VARCHAR NOT NULL,
    title          VARCHAR NOT NULL,
    text           VARCHAR NOT NULL,
    language       VARCHAR NOT NULL,
    author         VARCHAR NOT NULL,
    published_at   TIMESTAMPTZ NOT NULL,
    dropped_reason VARCHAR            -- NULL for an article that goes on
);

CREATE TABLE classified_topics (
    edition     VARCHAR NOT NULL,
    topic_id    VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
    section     VARCHAR NOT NULL,
    rank        INTEGER NOT NULL,
    score       DOUBLE NOT NULL,
    importance  VARCHAR NOT NULL,
    reasons     VARCHAR[] NOT NULL,
    anchors     VARCHAR[] NOT NULL,
    names       VARCHAR[] NOT NULL,
    follows     STRUCT(edition VARCHAR, topic_id VARCHAR, title VARCHAR),
    article_ids VARCHAR[] NOT NULL
);

CREATE TABLE left_out_articles (
    edition    VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    reason     VARCHAR NOT NULL       -- why the editor left a clean article out of the topics
);

CREATE TABLE topic_summaries (
    edition           VARCHAR NOT NULL,
    topic_id          VARCHAR NOT NULL,
    title             VARCHAR NOT NULL,
    core              STRUCT("text" VARCHAR, evidence STRUCT(article_id VARCHAR, sentence VARCHAR)[])[] NOT NULL,
    technical         STRUCT("text" VARCHAR, evidence STRUCT(article_id VARCHAR, sentence VARCHAR)[])[] NOT NULL,
    applications      STRUCT("text" VARCHAR, evidence STRUCT(article_id VARCHAR, sentence VARCHAR)[])[] NOT NULL,
    entities          VARCHAR[] NOT NULL,
    importance        VARCHAR NOT NULL,
    importance_reason VARCHAR NOT NULL,
    editor            VARCHAR NOT NULL
);

CREATE TABLE daily_insights (
    edition     VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
    tags        VARCHAR[] NOT NULL,
    description VARCHAR NOT NULL,
    summary     VARCHAR NOT NULL,
    trend       VARCHAR[] NOT NULL,
    context     VARCHAR[] NOT NULL,
    outlook     VARCHAR[] NOT NULL,
    watch_list  VARCHAR[] NOT NULL,
    readings    STRUCT(article_id VARCHAR, title VARCHAR, reason VARCHAR)[] NOT NULL,
    background  STRUCT(term VARCHAR, explanation STRUCT("text" VARCHAR, evidence STRUCT(article_id VARCHAR, sentence VARCHAR)[]))[] NOT NULL,
    keywords    VARCHAR[] NOT NULL,
    editor      VARCHAR NOT NULL
);

CREATE TABLE rendered_posts (
    edition      VARCHAR NOT NULL,
    path         VARCHAR NOT NULL,    -- inside the site folder
    sha256       VARCHAR NOT NULL,
    markdown     VARCHAR NOT NULL,
    cover_path   VARCHAR NOT NULL,
    cover_sha256 VARCHAR NOT NULL,
    topics       INTEGER NOT NULL,
    articles     INTEGER NOT NULL
);

CREATE TABLE stage_failures (
    edition VARCHAR NOT NULL,
    stage   VARCHAR NOT NULL,
    reason  VARCHAR NOT NULL
);
