CREATE OR REPLACE FUNCTION public.search_on_ranks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM search_refresh(array(SELECT id FROM made ORDER BY id));
  RETURN NULL;
END $function$;
