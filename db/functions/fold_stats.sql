CREATE OR REPLACE FUNCTION public.fold_stats()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  folded bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241026) THEN RETURN 0; END IF;
  WITH gone AS (
    DELETE FROM stat_deltas RETURNING measure, day, key, n
  ), parts AS (
    SELECT g.grain, stat_at(g.grain, day) AS at, measure, key, sum(n) AS n
      FROM gone, unnest(enum_range(NULL::stat_grain)) AS g(grain) GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
  ), added AS (
    INSERT INTO stat_totals AS t (grain, at, measure, counts)
    SELECT grain, at, measure, jsonb_object_agg(key, n) FROM parts GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (grain, at, measure) DO UPDATE SET counts = add_counts(t.counts, excluded.counts)
  )
  SELECT count(*) INTO folded FROM gone;
  RETURN folded;
END $function$;
