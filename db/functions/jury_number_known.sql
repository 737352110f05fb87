CREATE OR REPLACE FUNCTION public.jury_number_known()
 RETURNS void
 LANGUAGE sql
AS $function$
  UPDATE jury_known SET number = nextval(pg_get_serial_sequence('bemoanings', 'id')), numbered_at = now()
   WHERE id IN (SELECT id FROM jury_known WHERE active AND (number IS NULL OR numbered_at < now() - interval '7 days')
                 ORDER BY number IS NOT NULL, random() LIMIT 2 FOR UPDATE SKIP LOCKED)
$function$;
