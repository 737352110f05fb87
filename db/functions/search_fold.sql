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
