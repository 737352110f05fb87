CREATE OR REPLACE FUNCTION public.stat_at(grain stat_grain, day date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE grain WHEN 'day' THEN day WHEN 'month' THEN date_trunc('month', day::timestamp)::date
         ELSE date '1970-01-01' END
$function$;
