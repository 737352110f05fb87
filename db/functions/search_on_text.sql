CREATE OR REPLACE FUNCTION public.search_on_text()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Neither its old words nor its old author find it for a moment longer.
  IF (OLD.body, OLD.details, OLD.ending, OLD.author_id, OLD.anonymous) IS DISTINCT FROM (NEW.body, NEW.details, NEW.ending, NEW.author_id, NEW.anonymous) THEN
    DELETE FROM search_bemoanings WHERE id = NEW.id;
  END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, false);
  RETURN NULL;
END $function$;
