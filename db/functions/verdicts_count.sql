CREATE OR REPLACE FUNCTION public.verdicts_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  v verdicts := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  step int := CASE TG_OP WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END;
BEGIN
  IF step <> 0 THEN
    UPDATE jury_rounds
       SET publish = publish + step * (v.verdict = 'publish')::int, reject = reject + step * (v.verdict = 'reject')::int
     WHERE bemoaning_id = v.bemoaning_id AND round = v.round;
    IF step = 1 THEN INSERT INTO jurors (user_id) VALUES (v.juror_id) ON CONFLICT DO NOTHING; END IF;
    UPDATE jurors SET judged = judged + step, judged_at = CASE WHEN step = 1 THEN now() ELSE judged_at END
     WHERE user_id = v.juror_id;
  END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM jury_count(OLD, -1); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM jury_count(NEW, 1); END IF;
  RETURN NULL;
END $function$;
