CREATE OR REPLACE FUNCTION public.search_on_rank()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.status <> 'published' THEN DELETE FROM search_bemoanings WHERE id = NEW.id; END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, false);
  RETURN NULL;
END $function$;
