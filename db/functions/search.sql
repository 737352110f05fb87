CREATE OR REPLACE FUNCTION public.search(bemoanings)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT ''::tsvector $function$;
