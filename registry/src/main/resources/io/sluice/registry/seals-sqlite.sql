-- What no statement may do, in SQLite's words.

CREATE TRIGGER versions_are_sealed BEFORE UPDATE OF version, created, kind, run_id, fingerprint, source ON versions
BEGIN SELECT RAISE(ABORT, 'a registered version never changes'); END;

CREATE TRIGGER files_are_sealed BEFORE UPDATE OF version, path, sha256, size_bytes ON version_files
BEGIN SELECT RAISE(ABORT, 'a registered file never changes'); END;

CREATE TRIGGER the_log_only_grows BEFORE UPDATE ON promotions
BEGIN SELECT RAISE(ABORT, 'the promotion log never changes'); END;

CREATE TRIGGER the_log_keeps_everything BEFORE DELETE ON promotions
BEGIN SELECT RAISE(ABORT, 'the promotion log keeps everything'); END;
