CREATE OR REPLACE FUNCTION public.tell_milestone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  reached int := milestone(NEW.bemoan);
  author bigint := (SELECT author_id FROM bemoanings WHERE id = NEW.id);
BEGIN
  -- Votes that come and go around a number tell of it once.
  IF author IS NULL OR NEW.status <> 'published'
     OR EXISTS (SELECT 1 FROM notices WHERE user_id = author AND bemoaning_id = NEW.id AND kind = 'milestone' AND amount >= reached) THEN
    RETURN NULL;
  END IF;
  DELETE FROM notices WHERE user_id = author AND bemoaning_id = NEW.id AND kind = 'milestone';
  INSERT INTO notices (user_id, kind, bemoaning_id, amount) VALUES (author, 'milestone', NEW.id, reached)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $function$;
