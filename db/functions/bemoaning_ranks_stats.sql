CREATE OR REPLACE FUNCTION public.bemoaning_ranks_stats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  old_rank bemoaning_ranks;
  new_rank bemoaning_ranks;
BEGIN
  -- A new one has neither tags nor comments yet.
  IF TG_OP = 'INSERT' AND NEW.state <> 'fixed' THEN
    INSERT INTO stat_deltas (measure, day, key, n) VALUES ('bemoaning', stat_day(NEW.epoch), stat_hour(NEW.epoch), 1);
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN old_rank := OLD; END IF;
  IF TG_OP <> 'DELETE' THEN new_rank := NEW; END IF;
  INSERT INTO stat_deltas (measure, day, key, n)
  SELECT d.measure, d.day, d.key, sum(d.n)
    FROM (SELECT s.measure, s.day, s.key, s.n FROM stats_of(new_rank) s
          UNION ALL
          SELECT s.measure, s.day, s.key, -s.n FROM stats_of(old_rank) s) d
   GROUP BY 1, 2, 3 HAVING sum(d.n) <> 0;
  -- Before a row goes, handing on nothing would keep it.
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NULL;
END $function$;
