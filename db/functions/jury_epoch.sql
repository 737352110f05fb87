CREATE OR REPLACE FUNCTION public.jury_epoch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM jury_rounds j WHERE j.bemoaning_id = NEW.id AND j.opening = 'returned') THEN
    NEW.epoch := extract(epoch FROM now())::float8;
  END IF;
  RETURN NEW;
END $function$;
