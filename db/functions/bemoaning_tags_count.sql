CREATE OR REPLACE FUNCTION public.bemoaning_tags_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  was int := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.published::int END;
  now int := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.published::int END;
BEGIN
  IF was <> now THEN
    UPDATE tags SET count = count + now - was WHERE id = coalesce(NEW.tag_id, OLD.tag_id);
  END IF;
  RETURN NULL;
END $function$;
