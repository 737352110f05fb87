CREATE OR REPLACE FUNCTION public.vote_gate(the_bemoaning bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT (1025::bigint << 48) | the_bemoaning $function$;
