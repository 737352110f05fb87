CREATE OR REPLACE FUNCTION public.search_on_handle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT id, false FROM bemoanings WHERE author_id = NEW.id AND NOT anonymous;
  RETURN NULL;
END $function$;
