CREATE OR REPLACE FUNCTION public.recount_stats()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  fresh jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(10241026);
  WITH gone AS (
    DELETE FROM stat_deltas
  ), parts AS (
    SELECT g.grain, stat_at(g.grain, c.day) AS at, c.measure, c.key, sum(c.n) AS n
      FROM counted_stats() c, unnest(enum_range(NULL::stat_grain)) AS g(grain) GROUP BY 1, 2, 3, 4
  )
  SELECT coalesce(jsonb_agg(rows), '[]') INTO fresh
    FROM (SELECT grain, at, measure, jsonb_object_agg(key, n) AS counts FROM parts GROUP BY 1, 2, 3) rows;
  DELETE FROM stat_totals;
  INSERT INTO stat_totals (grain, at, measure, counts)
  SELECT grain, at, measure, counts FROM jsonb_populate_recordset(NULL::stat_totals, fresh) ORDER BY 1, 2, 3;
END $function$;
