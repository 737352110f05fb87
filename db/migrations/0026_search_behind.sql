SET LOCAL check_function_bodies = off;
--> statement-breakpoint
DROP TRIGGER search_bemoaning_changed ON bemoanings;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_fold(most integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  changes int;
  texts bigint[];
  said bigint[];
BEGIN
  WITH taken AS (
    DELETE FROM search_changes c USING (SELECT seq FROM search_changes ORDER BY seq LIMIT most FOR UPDATE SKIP LOCKED) n
     WHERE c.seq = n.seq RETURNING c.id, c.comment)
  SELECT count(*), array_agg(DISTINCT id) FILTER (WHERE NOT comment), array_agg(DISTINCT id) FILTER (WHERE comment)
    INTO changes, texts, said FROM taken;
  IF texts IS NOT NULL THEN PERFORM search_refresh(texts); END IF;
  IF said IS NULL THEN RETURN changes; END IF;
  -- The lock comes first and in a statement of its own, so that a removal at the same time is not overwritten.
  PERFORM 1 FROM comments c WHERE c.id = ANY (said) ORDER BY c.id FOR NO KEY UPDATE;
  DELETE FROM search_comments s
   WHERE s.id = ANY (said) AND NOT EXISTS (
     SELECT 1 FROM comments c
      WHERE c.id = s.id AND c.bemoaning_id IS NOT NULL AND c.deleted_at IS NULL AND c.removed_at IS NULL);
  WITH written AS (
    INSERT INTO search_comments AS s (id, bemoaning_id, epoch, search)
    SELECT d.id, d.bemoaning_id, d.epoch, d.search FROM search_comment_documents(said) d
        ON CONFLICT (id) DO UPDATE SET bemoaning_id = excluded.bemoaning_id, search = excluded.search
     WHERE (s.bemoaning_id, s.search) IS DISTINCT FROM (excluded.bemoaning_id, excluded.search)
    RETURNING s.id)
  INSERT INTO search_unlearnt (id, comment) SELECT w.id, true FROM written w ON CONFLICT DO NOTHING;
  RETURN changes;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_comment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.bemoaning_id IS NULL THEN RETURN NULL; END IF;
  -- What was removed or edited is not found by its old words for a moment longer.
  IF TG_OP = 'UPDATE' THEN DELETE FROM search_comments WHERE id = NEW.id; END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, true);
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_handle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT id, false FROM bemoanings WHERE author_id = NEW.id AND NOT anonymous;
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_rank()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.status <> 'published' THEN DELETE FROM search_bemoanings WHERE id = NEW.id; END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, false);
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_ranks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT id, false FROM made WHERE status = 'published';
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_tag_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT bemoaning_id, false FROM bemoaning_tags WHERE tag_id = NEW.id;
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT DISTINCT bemoaning_id, false FROM changed;
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_on_text()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Neither its old words nor its old author find it for a moment longer.
  IF (OLD.body, OLD.details, OLD.ending, OLD.author_id, OLD.anonymous) IS DISTINCT FROM (NEW.body, NEW.details, NEW.ending, NEW.author_id, NEW.anonymous) THEN
    DELETE FROM search_bemoanings WHERE id = NEW.id;
  END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, false);
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_rebuild()
 RETURNS void
 LANGUAGE sql
AS $function$
  DELETE FROM search_changes;
  DELETE FROM search_bemoanings;
  DELETE FROM search_comments;
  INSERT INTO search_bemoanings (id, epoch, search) SELECT id, epoch, search FROM search_documents(NULL);
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(NULL);
  INSERT INTO search_unlearnt (id, comment) SELECT id, false FROM search_bemoanings UNION ALL SELECT id, true FROM search_comments
  ON CONFLICT DO NOTHING;
$function$;
--> statement-breakpoint
CREATE TRIGGER search_bemoaning_changed AFTER UPDATE OF body, details, ending, remedy_id, author_id, anonymous ON public.bemoanings FOR EACH ROW WHEN (((old.body IS DISTINCT FROM new.body) OR (old.details IS DISTINCT FROM new.details) OR (old.ending IS DISTINCT FROM new.ending) OR (old.remedy_id IS DISTINCT FROM new.remedy_id) OR (old.author_id IS DISTINCT FROM new.author_id) OR (old.anonymous IS DISTINCT FROM new.anonymous))) EXECUTE FUNCTION search_on_text();
