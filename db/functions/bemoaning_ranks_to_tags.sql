CREATE OR REPLACE FUNCTION public.bemoaning_ranks_to_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE bemoaning_tags
     SET published = NEW.status = 'published', hotness = NEW.hotness, epoch = NEW.epoch
   WHERE bemoaning_id = NEW.id
     AND (published, hotness, epoch) IS DISTINCT FROM (NEW.status = 'published', NEW.hotness, NEW.epoch);
  RETURN NULL;
END $function$;
