CREATE OR REPLACE FUNCTION public.stat_days(epoch double precision, fixed_epoch double precision)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT greatest(0, floor((fixed_epoch - epoch) / 86400))::int
$function$;
