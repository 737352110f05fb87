CREATE OR REPLACE FUNCTION public.bemoaning_tags_copy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  SELECT r.status = 'published', r.hotness, r.epoch INTO NEW.published, NEW.hotness, NEW.epoch
    FROM bemoaning_ranks r WHERE r.id = NEW.bemoaning_id FOR SHARE;
  RETURN NEW;
END $function$;
