CREATE OR REPLACE FUNCTION public.ranks_count_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM count_author(OLD.author_id, -(OLD.status = 'published' AND NOT OLD.anonymous)::int, 0, 0); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM count_author(NEW.author_id, (NEW.status = 'published' AND NOT NEW.anonymous)::int, 0, 0); END IF;
  RETURN NULL;
END $function$;
