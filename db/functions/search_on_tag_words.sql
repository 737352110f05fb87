CREATE OR REPLACE FUNCTION public.search_on_tag_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO search_changes (id, comment) SELECT bemoaning_id, false FROM bemoaning_tags WHERE tag_id = NEW.id;
  RETURN NULL;
END $function$;
