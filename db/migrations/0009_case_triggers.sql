-- Acts without a moderator, so far, were the operator's, at the command line.
ALTER TABLE moderations DISABLE TRIGGER moderations_append_only;
--> statement-breakpoint
UPDATE moderations SET actor = 'operator' WHERE moderator_id IS NULL AND user_id IS NOT NULL;
--> statement-breakpoint
ALTER TABLE moderations ENABLE TRIGGER moderations_append_only;
--> statement-breakpoint
-- A comment may move to another bemoaning now: what search holds of it moves along.
CREATE OR REPLACE FUNCTION search_on_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted_at IS NOT NULL OR NEW.removed_at IS NOT NULL THEN
    DELETE FROM search_comments WHERE id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(array[NEW.id])
      ON CONFLICT (id) DO UPDATE SET bemoaning_id = excluded.bemoaning_id, search = excluded.search;
  INSERT INTO search_unlearnt (id, comment) VALUES (NEW.id, true) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER search_comment_changed ON comments;
--> statement-breakpoint
CREATE TRIGGER search_comment_changed AFTER UPDATE OF body, deleted_at, removed_at, bemoaning_id ON comments FOR EACH ROW
  WHEN ((OLD.body, OLD.deleted_at, OLD.removed_at, OLD.bemoaning_id)
        IS DISTINCT FROM (NEW.body, NEW.deleted_at, NEW.removed_at, NEW.bemoaning_id)) EXECUTE FUNCTION search_on_comment();
