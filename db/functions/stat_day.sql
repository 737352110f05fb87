CREATE OR REPLACE FUNCTION public.stat_day(epoch double precision)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT date '1970-01-01' + floor(epoch / 86400)::int
$function$;
