-- What no statement may do, in PostgreSQL's words.

CREATE FUNCTION refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER versions_are_sealed BEFORE UPDATE OF version, created, kind, run_id, fingerprint, source ON versions
FOR EACH ROW EXECUTE FUNCTION refuse('a registered version never changes');

CREATE TRIGGER files_are_sealed BEFORE UPDATE OF version, path, sha256, size_bytes ON version_files
FOR EACH ROW EXECUTE FUNCTION refuse('a registered file never changes');

CREATE TRIGGER the_log_only_grows BEFORE UPDATE ON promotions
FOR EACH ROW EXECUTE FUNCTION refuse('the promotion log never changes');

CREATE TRIGGER the_log_keeps_everything BEFORE DELETE ON promotions
FOR EACH ROW EXECUTE FUNCTION refuse('the promotion log keeps everything');
