CREATE OR REPLACE FUNCTION public.search_reindex(most integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  part search_pending;
  ids bigint[];
BEGIN
  SELECT * INTO part FROM search_pending p ORDER BY p.comment LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN 0; END IF;
  IF part.comment THEN
    ids := array(SELECT id FROM search_comments WHERE id < part.below ORDER BY id DESC LIMIT most);
    -- The lock comes first and in a statement of its own, so that an edit at the same time is not overwritten.
    PERFORM 1 FROM comments c WHERE c.id = ANY (ids) ORDER BY c.id FOR NO KEY UPDATE;
    WITH written AS (
      UPDATE search_comments s SET search = d.search FROM search_comment_documents(ids) d
       WHERE d.id = s.id AND s.search IS DISTINCT FROM d.search RETURNING s.id)
    INSERT INTO search_unlearnt (id, comment) SELECT w.id, true FROM written w ON CONFLICT DO NOTHING;
  ELSE
    ids := array(SELECT id FROM search_bemoanings WHERE id < part.below ORDER BY id DESC LIMIT most);
    PERFORM search_refresh(ids);
  END IF;
  IF cardinality(ids) < most THEN DELETE FROM search_pending p WHERE p.comment = part.comment;
  ELSE UPDATE search_pending p SET below = ids[most] WHERE p.comment = part.comment; END IF;
  RETURN cardinality(ids);
END $function$;
