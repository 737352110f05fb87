CREATE OR REPLACE FUNCTION public.fold_tags()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241030) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM tag_deltas RETURNING tag_id, n)
  UPDATE tags t SET count = t.count + g.n
    FROM (SELECT tag_id, sum(n) AS n FROM gone GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1) g
   WHERE t.id = g.tag_id;
END $function$;
