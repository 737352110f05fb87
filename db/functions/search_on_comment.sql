CREATE OR REPLACE FUNCTION public.search_on_comment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.bemoaning_id IS NULL THEN RETURN NULL; END IF;
  -- What was removed or edited is not found by its old words for a moment longer.
  IF TG_OP = 'UPDATE' THEN DELETE FROM search_comments WHERE id = NEW.id; END IF;
  INSERT INTO search_changes (id, comment) VALUES (NEW.id, true);
  RETURN NULL;
END $function$;
