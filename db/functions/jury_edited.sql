CREATE OR REPLACE FUNCTION public.jury_edited()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM bemoaning_ranks r WHERE r.id = NEW.id AND r.status = 'pending' FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE jury_rounds SET settled_at = now(), settled_by = 'author'
   WHERE bemoaning_id = NEW.id AND settled_at IS NULL AND publish + reject > 0;
  IF FOUND THEN PERFORM jury_open(NEW.id, 'edited'); END IF;
  RETURN NULL;
END $function$;
