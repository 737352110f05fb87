CREATE OR REPLACE FUNCTION public.search_on_tag_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM search_refresh(array(SELECT bemoaning_id FROM bemoaning_tags WHERE tag_id = NEW.id ORDER BY 1));
  RETURN NULL;
END $function$;
