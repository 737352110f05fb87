CREATE OR REPLACE FUNCTION public.bemoaning_tags_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  was int := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.published::int END;
  now int := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.published::int END;
BEGIN
  IF was <> now THEN
    INSERT INTO tag_deltas (tag_id, n) VALUES (coalesce(NEW.tag_id, OLD.tag_id), now - was);
  END IF;
  RETURN NULL;
END $function$;
