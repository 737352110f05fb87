CREATE OR REPLACE FUNCTION public.search_on_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT DISTINCT bemoaning_id, false FROM changed;
  RETURN NULL;
END $function$;
