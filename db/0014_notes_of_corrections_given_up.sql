-- Why: a correction holds its own copy of the notes. One that was never signed and lies in the bin kept them for ever: there was no
-- report of its own after which they could go. They go with those of the signed version that it corrects (DOMAIN.md 10.8).

DROP TRIGGER change_log_is_kept_1;
CREATE TRIGGER change_log_is_kept_1 BEFORE UPDATE ON change_log
WHEN NOT (
  NEW.fields = '{}' AND OLD.kind IN ('note', 'link', 'attachment')
  AND EXISTS (
    SELECT 1 FROM publication WHERE deleted = 0 AND (
      audit = OLD.audit OR audit = (SELECT predecessor FROM audit WHERE id = OLD.audit AND deleted = 1)
    )
  )
  AND (NEW.device, NEW.number, NEW.stamp, NEW.author, NEW.action, NEW.intent, NEW.target, NEW.audit, NEW.kind, NEW.entity,
       NEW.previous, NEW.hash)
    IS (OLD.device, OLD.number, OLD.stamp, OLD.author, OLD.action, OLD.intent, OLD.target, OLD.audit, OLD.kind, OLD.entity,
       OLD.previous, OLD.hash)
)
BEGIN
  SELECT RAISE(ABORT, 'the change log is only added to');
END;
