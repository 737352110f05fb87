CREATE OR REPLACE FUNCTION public.jury_reopen(the_bemoaning bigint)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  last jury_rounds;
BEGIN
  SELECT * INTO last FROM jury_rounds WHERE bemoaning_id = the_bemoaning ORDER BY round DESC LIMIT 1 FOR UPDATE;
  IF last.settled_by IS DISTINCT FROM 'moderator' THEN RETURN false; END IF;
  PERFORM 1 FROM jurors WHERE user_id IN (SELECT juror_id FROM verdicts WHERE bemoaning_id = the_bemoaning)
    ORDER BY user_id FOR UPDATE;
  UPDATE verdicts SET outcome = NULL, points = 0, month = NULL
   WHERE bemoaning_id = the_bemoaning AND round = last.round;
  -- A month in which nobody won or lost anything has no row.
  DELETE FROM jury_months m USING verdicts v
   WHERE v.bemoaning_id = the_bemoaning AND v.round = last.round AND m.user_id = v.juror_id AND m.points = 0;
  UPDATE jury_rounds SET settled_at = NULL, settled_by = NULL, outcome = NULL
   WHERE bemoaning_id = the_bemoaning AND round = last.round;
  RETURN true;
END $function$;
