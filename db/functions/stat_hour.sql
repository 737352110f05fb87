CREATE OR REPLACE FUNCTION public.stat_hour(epoch double precision)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT (floor(epoch / 3600) - 24 * floor(epoch / 86400))::int
$function$;
