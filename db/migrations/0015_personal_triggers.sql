-- A row of the log has one subject when it is written. It may lose the account of its moderator, or the account that it
-- was about; nothing else of it ever changes.
CREATE OR REPLACE FUNCTION moderations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND (NEW.moderator_id IS NULL OR NEW.moderator_id IS NOT DISTINCT FROM OLD.moderator_id)
     AND (NEW.user_id IS NULL OR NEW.user_id IS NOT DISTINCT FROM OLD.user_id)
     AND to_jsonb(NEW) - 'moderator_id' - 'user_id' = to_jsonb(OLD) - 'moderator_id' - 'user_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the moderation log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE FUNCTION moderations_have_a_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF num_nonnulls(NEW.bemoaning_id, NEW.comment_id, NEW.user_id) <> 1 THEN
    RAISE EXCEPTION 'a row of the moderation log has one subject' USING ERRCODE = 'check_violation', CONSTRAINT = 'moderations_one_subject';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER moderations_have_a_subject BEFORE INSERT ON moderations
  FOR EACH ROW EXECUTE FUNCTION moderations_have_a_subject();
--> statement-breakpoint
-- A handle that somebody had before is theirs. After, not before: who has just waited for a change of handle sees it.
CREATE FUNCTION handles_are_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM old_handles o WHERE o.skeleton = NEW.skeleton AND o.user_id <> NEW.id) THEN
    RAISE EXCEPTION 'this handle is held' USING ERRCODE = 'unique_violation', CONSTRAINT = 'users_handle_held';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER handles_are_held AFTER INSERT OR UPDATE OF skeleton ON users
  FOR EACH ROW EXECUTE FUNCTION handles_are_held();
--> statement-breakpoint
-- So many people bemoan it too: its author is told at these numbers and at no other, once for each.
CREATE FUNCTION milestone(n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (array[0, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000])
         [1 + width_bucket(n, array[10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000])]
$$;
--> statement-breakpoint
CREATE FUNCTION tell_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reached int := milestone(NEW.bemoan);
  author bigint := (SELECT author_id FROM bemoanings WHERE id = NEW.id);
BEGIN
  -- Votes that come and go around a number tell of it once.
  IF author IS NULL OR NEW.status <> 'published'
     OR EXISTS (SELECT 1 FROM notices WHERE user_id = author AND bemoaning_id = NEW.id AND kind = 'milestone' AND amount >= reached) THEN
    RETURN NULL;
  END IF;
  DELETE FROM notices WHERE user_id = author AND bemoaning_id = NEW.id AND kind = 'milestone';
  INSERT INTO notices (user_id, kind, bemoaning_id, amount) VALUES (author, 'milestone', NEW.id, reached)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Nearly no vote reaches one, so nearly no vote pays for more than looking where its number falls.
CREATE TRIGGER bemoaning_ranks_milestone AFTER UPDATE OF bemoan ON bemoaning_ranks FOR EACH ROW
  WHEN (NEW.bemoan > OLD.bemoan
        AND width_bucket(NEW.bemoan, array[10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000])
          > width_bucket(OLD.bemoan, array[10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000]))
  EXECUTE FUNCTION tell_milestone();
