CREATE OR REPLACE FUNCTION public.recount_votes(the_bemoaning bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM bemoaning_ranks WHERE id = the_bemoaning FOR NO KEY UPDATE;
  WITH gone AS (DELETE FROM vote_deltas WHERE bemoaning_id = the_bemoaning)
  UPDATE bemoaning_ranks SET (bemoan, light_bemoan, self_inflicted, light_self) =
    (SELECT count(*) FILTER (WHERE kind = 'bemoan' AND weighs), count(*) FILTER (WHERE kind = 'bemoan' AND NOT weighs),
            count(*) FILTER (WHERE kind = 'self_inflicted' AND weighs), count(*) FILTER (WHERE kind = 'self_inflicted' AND NOT weighs)
       FROM votes WHERE bemoaning_id = the_bemoaning)
   WHERE id = the_bemoaning;
END $function$;
