CREATE OR REPLACE FUNCTION public.is_remedy(c comments)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  SELECT c.deleted_at IS NULL AND EXISTS (SELECT 1 FROM bemoanings b WHERE b.id = c.bemoaning_id AND b.remedy_id = c.id)
$function$;
