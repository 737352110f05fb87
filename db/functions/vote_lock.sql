CREATE OR REPLACE FUNCTION public.vote_lock(the_bemoaning bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT (1024::bigint << 48) | the_bemoaning $function$;
