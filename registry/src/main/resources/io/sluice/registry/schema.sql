-- The registry's tables, version 3, in the words that SQLite and PostgreSQL share. Statements are separated by blank
-- lines. Times are milliseconds since 1970, UTC. Names that refer to nothing are empty texts.

CREATE TABLE schema_version (version BIGINT NOT NULL);

CREATE TABLE models (
    name TEXT PRIMARY KEY,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    last_version BIGINT NOT NULL DEFAULT 0 -- numbers of deleted versions are not given again
);

CREATE TABLE model_tags (
    model TEXT NOT NULL REFERENCES models (name) ON UPDATE CASCADE ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, key)
);

CREATE TABLE versions (
    model TEXT NOT NULL REFERENCES models (name) ON UPDATE CASCADE ON DELETE CASCADE,
    version BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    kind TEXT NOT NULL,
    run_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    source TEXT NOT NULL, -- where the files were copied from, as the caller named it
    logged_model TEXT NOT NULL,
    description TEXT NOT NULL,
    run_link TEXT NOT NULL,
    parent TEXT NOT NULL, -- the version that it started warm from or stood against, of the same model
    PRIMARY KEY (model, version)
);

CREATE TABLE version_files (
    model TEXT NOT NULL,
    version BIGINT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    PRIMARY KEY (model, version, path),
    FOREIGN KEY (model, version) REFERENCES versions (model, version) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE INDEX version_files_by_content ON version_files (sha256);

CREATE TABLE version_tags (
    model TEXT NOT NULL,
    version BIGINT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, version, key),
    FOREIGN KEY (model, version) REFERENCES versions (model, version) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE verdicts (
    id TEXT PRIMARY KEY,
    ordinal BIGINT NOT NULL UNIQUE, -- counts in the order of recording
    model TEXT NOT NULL,
    candidate TEXT NOT NULL,
    champion TEXT,
    decision TEXT NOT NULL,
    state TEXT NOT NULL,
    event_time BIGINT NOT NULL,
    evidence TEXT NOT NULL
);

CREATE INDEX verdicts_of_a_version ON verdicts (model, candidate);

CREATE TABLE promotions (
    sequence BIGINT PRIMARY KEY,
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_version TEXT,
    to_version TEXT,
    moved_by TEXT NOT NULL,
    why TEXT NOT NULL,
    verdict_id TEXT,
    event_time BIGINT,
    wall_time BIGINT NOT NULL
);

CREATE INDEX promotions_of_an_alias ON promotions (model, alias, sequence);

CREATE TABLE aliases (
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (model, alias)
);

CREATE TABLE outbox (
    sequence BIGINT PRIMARY KEY REFERENCES promotions (sequence),
    announced BIGINT -- null until Kafka has it
);

CREATE TABLE subscribers (
    name TEXT PRIMARY KEY,
    delivered BIGINT NOT NULL -- everything up to this sequence number
);

CREATE TABLE freezes (
    id BIGINT PRIMARY KEY,
    frozen BIGINT NOT NULL,
    moved_by TEXT NOT NULL,
    why TEXT NOT NULL,
    wall_time BIGINT NOT NULL
);

CREATE TABLE alpha_ledger (
    sequence BIGINT PRIMARY KEY,
    model TEXT NOT NULL,
    holdout TEXT NOT NULL,
    candidate TEXT NOT NULL,
    level DOUBLE PRECISION NOT NULL,
    event_time BIGINT NOT NULL,
    spent DOUBLE PRECISION,
    told DOUBLE PRECISION,
    UNIQUE (model, holdout, candidate)
);

CREATE TABLE cycles (
    campaign TEXT NOT NULL,
    n BIGINT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (campaign, n)
);

CREATE TABLE states (key TEXT PRIMARY KEY, json TEXT NOT NULL);

CREATE TABLE experiments (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    lifecycle TEXT NOT NULL
);

CREATE TABLE experiment_tags (
    experiment BIGINT NOT NULL REFERENCES experiments (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (experiment, key)
);

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    experiment BIGINT NOT NULL REFERENCES experiments (id),
    name TEXT NOT NULL,
    user_name TEXT NOT NULL,
    status TEXT NOT NULL,
    started BIGINT NOT NULL,
    ended BIGINT,
    lifecycle TEXT NOT NULL
);

CREATE INDEX runs_of_an_experiment ON runs (experiment, started);

CREATE TABLE run_params (
    run TEXT NOT NULL REFERENCES runs (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, key)
);

CREATE TABLE run_tags (
    run TEXT NOT NULL REFERENCES runs (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, key)
);

CREATE TABLE run_metrics (
    run TEXT NOT NULL REFERENCES runs (id),
    key TEXT NOT NULL,
    step BIGINT NOT NULL,
    time BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL, -- 0 where nan is 1: SQLite cannot hold NaN
    nan BIGINT NOT NULL,
    dataset_name TEXT NOT NULL,
    dataset_digest TEXT NOT NULL,
    logged_model TEXT NOT NULL,
    PRIMARY KEY (run, key, step, time, value, nan, logged_model)
);

CREATE INDEX metrics_of_a_logged_model ON run_metrics (logged_model, key);

CREATE TABLE latest_metrics (
    run TEXT NOT NULL REFERENCES runs (id),
    key TEXT NOT NULL,
    step BIGINT NOT NULL,
    time BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    nan BIGINT NOT NULL,
    dataset_name TEXT NOT NULL,
    dataset_digest TEXT NOT NULL,
    logged_model TEXT NOT NULL,
    PRIMARY KEY (run, key)
);

CREATE TABLE run_datasets (
    run TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    context TEXT NOT NULL,
    json TEXT NOT NULL, -- the dataset input as the client sent it
    PRIMARY KEY (run, name, digest)
);

CREATE TABLE run_models (
    run TEXT NOT NULL REFERENCES runs (id),
    role TEXT NOT NULL, -- INPUT or OUTPUT
    logged_model TEXT NOT NULL,
    step BIGINT NOT NULL,
    PRIMARY KEY (run, role, logged_model)
);

CREATE TABLE logged_models (
    id TEXT PRIMARY KEY,
    experiment BIGINT NOT NULL REFERENCES experiments (id),
    name TEXT NOT NULL,
    model_type TEXT NOT NULL,
    source_run TEXT NOT NULL,
    status TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    lifecycle TEXT NOT NULL
);

CREATE TABLE logged_model_params (
    logged_model TEXT NOT NULL REFERENCES logged_models (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (logged_model, key)
);

CREATE TABLE logged_model_tags (
    logged_model TEXT NOT NULL REFERENCES logged_models (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (logged_model, key)
);

CREATE TABLE artifacts (
    path TEXT PRIMARY KEY, -- below mlflow-artifacts:/
    sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    written BIGINT NOT NULL
);

CREATE INDEX artifacts_by_content ON artifacts (sha256);

CREATE TABLE answers (
    request TEXT PRIMARY KEY, -- SHA-256 of caller, call and body
    connection TEXT NOT NULL, -- over which the answer went out
    given BIGINT NOT NULL,
    answer TEXT NOT NULL
);
