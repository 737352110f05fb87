CREATE OR REPLACE FUNCTION public.fold_votes()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241027) THEN RETURN 0; END IF;
  RETURN fold_votes_of(array(SELECT DISTINCT bemoaning_id FROM vote_deltas ORDER BY 1));
END $function$;
