CREATE OR REPLACE FUNCTION public.search_on_ranks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT id, false FROM made WHERE status = 'published';
  RETURN NULL;
END $function$;
