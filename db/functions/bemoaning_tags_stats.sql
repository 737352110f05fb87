CREATE OR REPLACE FUNCTION public.bemoaning_tags_stats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  the_id bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.bemoaning_id ELSE NEW.bemoaning_id END;
  the_tag int := CASE WHEN TG_OP = 'DELETE' THEN OLD.tag_id ELSE NEW.tag_id END;
  sign int := CASE WHEN TG_OP = 'DELETE' THEN -1 ELSE 1 END;
  r bemoaning_ranks;
BEGIN
  SELECT * INTO r FROM bemoaning_ranks WHERE id = the_id AND status = 'published' FOR SHARE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO stat_deltas (measure, day, key, n) VALUES ('tag', stat_day(r.epoch), the_tag, sign);
  IF r.state = 'fixed' THEN
    INSERT INTO stat_deltas (measure, day, key, n) VALUES ('fix_tag', stat_day(r.fixed_epoch), the_tag, sign);
  END IF;
  RETURN NULL;
END $function$;
