CREATE OR REPLACE FUNCTION public.jury_open(the_bemoaning bigint, why jury_opening)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO jury_rounds (bemoaning_id, round, opening)
  SELECT the_bemoaning, coalesce(max(round), 0) + 1, why FROM jury_rounds WHERE bemoaning_id = the_bemoaning;
  PERFORM jury_number_known();
END $function$;
