CREATE OR REPLACE FUNCTION public.remedies_count_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM count_author(c.author_id, 0, 0, -1) FROM comments c WHERE TG_OP <> 'INSERT' AND c.id = OLD.remedy_id AND c.deleted_at IS NULL;
  PERFORM count_author(c.author_id, 0, 0, 1) FROM comments c WHERE TG_OP <> 'DELETE' AND c.id = NEW.remedy_id AND c.deleted_at IS NULL;
  RETURN NULL;
END $function$;
