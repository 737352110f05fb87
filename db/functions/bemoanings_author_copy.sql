CREATE OR REPLACE FUNCTION public.bemoanings_author_copy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE bemoaning_ranks SET author_id = NEW.author_id, anonymous = NEW.anonymous WHERE id = NEW.id;
  RETURN NULL;
END $function$;
