-- Why: schools have to be able to say how long what is written about them is kept (DOMAIN.md 5 row 15, 10.8). Of a signed audit
-- the notes, and what is kept beside them, can be removed for good; who wrote when stays in the log, what they wrote does not.

DROP TRIGGER change_log_is_kept_1;
CREATE TRIGGER change_log_is_kept_1 BEFORE UPDATE ON change_log
WHEN NOT (
  NEW.fields = '{}' AND OLD.kind IN ('note', 'link', 'attachment')
  AND EXISTS (SELECT 1 FROM publication WHERE audit = OLD.audit AND deleted = 0)
  AND (NEW.device, NEW.number, NEW.stamp, NEW.author, NEW.action, NEW.intent, NEW.target, NEW.audit, NEW.kind, NEW.entity,
       NEW.previous, NEW.hash)
    IS (OLD.device, OLD.number, OLD.stamp, OLD.author, OLD.action, OLD.intent, OLD.target, OLD.audit, OLD.kind, OLD.entity,
       OLD.previous, OLD.hash)
)
BEGIN
  SELECT RAISE(ABORT, 'the change log is only added to');
END;
