CREATE OR REPLACE FUNCTION public.search_on_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM search_refresh(array(SELECT DISTINCT bemoaning_id FROM changed ORDER BY 1));
  RETURN NULL;
END $function$;
