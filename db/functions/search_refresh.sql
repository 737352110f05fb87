CREATE OR REPLACE FUNCTION public.search_refresh(the_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM bemoaning_ranks r WHERE r.id = ANY (the_ids) ORDER BY r.id FOR NO KEY UPDATE;
  DELETE FROM search_bemoanings s
   WHERE s.id = ANY (the_ids) AND NOT EXISTS (SELECT 1 FROM bemoaning_ranks r WHERE r.id = s.id AND r.status = 'published');
  WITH written AS (
    INSERT INTO search_bemoanings AS s (id, epoch, search) SELECT d.id, d.epoch, d.search FROM search_documents(the_ids) d
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, search = excluded.search
     WHERE (s.epoch, s.search) IS DISTINCT FROM (excluded.epoch, excluded.search)
    RETURNING s.id)
  INSERT INTO search_unlearnt (id, comment) SELECT w.id, false FROM written w ON CONFLICT DO NOTHING;
END $function$;
