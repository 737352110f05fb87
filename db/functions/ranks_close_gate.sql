CREATE OR REPLACE FUNCTION public.ranks_close_gate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(vote_gate(NEW.id));
  RETURN NEW;
END $function$;
