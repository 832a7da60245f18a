-- The registry's tables, version 1. Statements are separated by blank lines. Times are milliseconds since 1970, UTC.

CREATE TABLE schema_version (version INTEGER NOT NULL);

CREATE TABLE models (
    name TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    last_version INTEGER NOT NULL DEFAULT 0 -- numbers of deleted versions are not given again
);

CREATE TABLE model_tags (
    model TEXT NOT NULL REFERENCES models (name),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, key)
);

CREATE TABLE versions (
    model TEXT NOT NULL REFERENCES models (name),
    version INTEGER NOT NULL,
    created INTEGER NOT NULL,
    kind TEXT NOT NULL,
    run_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (model, version)
);

CREATE TABLE version_files (
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (model, version, path),
    FOREIGN KEY (model, version) REFERENCES versions (model, version) ON DELETE CASCADE
);

CREATE TABLE version_tags (
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, version, key),
    FOREIGN KEY (model, version) REFERENCES versions (model, version) ON DELETE CASCADE
);

CREATE TRIGGER versions_are_sealed BEFORE UPDATE ON versions
BEGIN SELECT RAISE(ABORT, 'a registered version never changes'); END;

CREATE TRIGGER files_are_sealed BEFORE UPDATE ON version_files
BEGIN SELECT RAISE(ABORT, 'a registered file never changes'); END;

CREATE TABLE verdicts (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    candidate TEXT NOT NULL,
    champion TEXT,
    decision TEXT NOT NULL,
    state TEXT NOT NULL,
    event_time INTEGER NOT NULL,
    evidence TEXT NOT NULL
);

CREATE INDEX verdicts_of_a_version ON verdicts (model, candidate);

CREATE TABLE promotions (
    sequence INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_version TEXT,
    to_version TEXT,
    moved_by TEXT NOT NULL,
    why TEXT NOT NULL,
    verdict_id TEXT,
    event_time INTEGER,
    wall_time INTEGER NOT NULL
);

CREATE INDEX promotions_of_an_alias ON promotions (model, alias, sequence);

CREATE TRIGGER the_log_only_grows BEFORE UPDATE ON promotions
BEGIN SELECT RAISE(ABORT, 'the promotion log never changes'); END;

CREATE TRIGGER the_log_keeps_everything BEFORE DELETE ON promotions
BEGIN SELECT RAISE(ABORT, 'the promotion log keeps everything'); END;

CREATE TABLE aliases (
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (model, alias)
);

CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY REFERENCES promotions (sequence),
    announced INTEGER -- null until Kafka has it
);

CREATE TABLE freezes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    frozen INTEGER NOT NULL,
    moved_by TEXT NOT NULL,
    why TEXT NOT NULL,
    wall_time INTEGER NOT NULL
);

CREATE TABLE cycles (
    campaign TEXT NOT NULL,
    n INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (campaign, n)
);

CREATE TABLE states (key TEXT PRIMARY KEY, json TEXT NOT NULL);

CREATE TABLE experiments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL
);

CREATE TABLE experiment_tags (
    experiment INTEGER NOT NULL REFERENCES experiments (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (experiment, key)
);

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiments (id),
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER
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
    step INTEGER NOT NULL,
    time INTEGER NOT NULL,
    value REAL -- null stands for NaN, which SQLite cannot hold
);

CREATE INDEX metrics_of_a_run ON run_metrics (run, key, step, time);

INSERT INTO schema_version (version) VALUES (1);
