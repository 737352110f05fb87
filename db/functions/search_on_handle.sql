CREATE OR REPLACE FUNCTION public.search_on_handle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM search_refresh(array(SELECT id FROM bemoanings WHERE author_id = NEW.id AND NOT anonymous ORDER BY 1));
  RETURN NULL;
END $function$;
