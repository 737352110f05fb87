CREATE OR REPLACE FUNCTION public.bemoaning_tags_to_ranks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_LEVEL = 'ROW' THEN PERFORM ranks_copy_tags(array[NEW.bemoaning_id]);
  ELSE PERFORM ranks_copy_tags(array(SELECT DISTINCT bemoaning_id FROM changed ORDER BY 1)); END IF;
  RETURN NULL;
END $function$;
