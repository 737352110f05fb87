CREATE OR REPLACE FUNCTION public.change_vote(the_bemoaning bigint, the_voter bigint, new_kind vote_kind, OUT outcome text, OUT bemoan integer, OUT self_inflicted integer, OUT changed boolean, OUT waits boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT 1 FROM votes v WHERE v.bemoaning_id = the_bemoaning AND v.voter_id = the_voter) THEN
    SELECT c.* INTO outcome, bemoan, self_inflicted, changed, waits FROM cast_vote(the_bemoaning, the_voter, new_kind) c;
  ELSE
    -- Only says whether a first vote would be possible: undoing a vote that was never cast changes nothing.
    SELECT CASE c.outcome WHEN 'ok' THEN 'first' ELSE c.outcome END, c.bemoan, c.self_inflicted, false, false
      INTO outcome, bemoan, self_inflicted, changed, waits FROM cast_vote(the_bemoaning, the_voter, NULL) c;
  END IF;
END $function$;
