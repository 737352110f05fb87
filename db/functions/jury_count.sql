CREATE OR REPLACE FUNCTION public.jury_count(v verdicts, step integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  agreed boolean := v.verdict = v.outcome;
BEGIN
  IF v.juror_id IS NULL OR v.outcome IS NULL THEN RETURN; END IF;
  IF v.blind THEN
    UPDATE jurors
       SET publish_right = publish_right + step * (v.outcome = 'publish' AND agreed)::int,
           publish_wrong = publish_wrong + step * (v.outcome = 'publish' AND NOT agreed)::int,
           reject_right = reject_right + step * (v.outcome = 'reject' AND agreed)::int,
           reject_wrong = reject_wrong + step * (v.outcome = 'reject' AND NOT agreed)::int,
           points = points + step * v.points
     WHERE user_id = v.juror_id;
  END IF;
  IF v.points <> 0 THEN
    INSERT INTO jury_months AS m (month, user_id, points) VALUES (v.month, v.juror_id, step * v.points)
        ON CONFLICT (month, user_id) DO UPDATE SET points = m.points + excluded.points;
  END IF;
END $function$;
