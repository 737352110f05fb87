CREATE OR REPLACE FUNCTION public.fold_votes_of(the_ids bigint[])
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  folded int;
BEGIN
  PERFORM 1 FROM bemoaning_ranks WHERE id = ANY (the_ids) ORDER BY id FOR NO KEY UPDATE;
  WITH gone AS (
    DELETE FROM vote_deltas d WHERE d.bemoaning_id = ANY (the_ids) RETURNING d.*
  ), sums AS (
    SELECT bemoaning_id, count(*) AS n, sum(bemoan) AS b, sum(light_bemoan) AS lb, sum(self_inflicted) AS s, sum(light_self) AS ls FROM gone GROUP BY 1
  ), counted AS (
    UPDATE bemoaning_ranks r
       SET bemoan = r.bemoan + x.b, light_bemoan = r.light_bemoan + x.lb,
           self_inflicted = r.self_inflicted + x.s, light_self = r.light_self + x.ls
      FROM sums x WHERE x.bemoaning_id = r.id RETURNING 1
  )
  SELECT coalesce(sum(n), 0) INTO folded FROM sums, (SELECT count(*) FROM counted) c;
  RETURN folded;
END $function$;
