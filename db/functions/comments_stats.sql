CREATE OR REPLACE FUNCTION public.comments_stats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  was boolean := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.removed_at IS NULL;
  now boolean := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL;
  the_id bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.bemoaning_id ELSE NEW.bemoaning_id END;
  at float8 := extract(epoch FROM CASE WHEN TG_OP = 'DELETE' THEN OLD.created_at ELSE NEW.created_at END);
BEGIN
  IF was = now THEN RETURN NULL; END IF;
  PERFORM FROM bemoaning_ranks WHERE id = the_id AND status = 'published' FOR NO KEY UPDATE;
  IF FOUND THEN
    INSERT INTO stat_deltas (measure, day, key, n)
    VALUES ('comment', stat_day(at), stat_hour(at), now::int - was::int);
  END IF;
  RETURN NULL;
END $function$;
