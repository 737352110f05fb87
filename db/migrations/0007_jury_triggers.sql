-- What is pending is before the jury: whoever moves a status, rounds follow.
INSERT INTO jury_rounds (bemoaning_id, round, opening) SELECT id, 1, 'posted' FROM bemoaning_ranks WHERE status = 'pending';
--> statement-breakpoint
-- Known texts go by numbers like those of bemoanings, which nobody else gets. They grow with the queue and are as
-- recent as what waits in it, so that nothing tells the two apart.
CREATE FUNCTION jury_number_known() RETURNS void LANGUAGE sql AS $$
  UPDATE jury_known SET number = nextval(pg_get_serial_sequence('bemoanings', 'id')), numbered_at = now()
   WHERE id IN (SELECT id FROM jury_known WHERE active AND (number IS NULL OR numbered_at < now() - interval '7 days')
                 ORDER BY number IS NOT NULL, random() LIMIT 2 FOR UPDATE SKIP LOCKED)
$$;
--> statement-breakpoint
CREATE FUNCTION jury_open(the_bemoaning bigint, why jury_opening) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO jury_rounds (bemoaning_id, round, opening)
  SELECT the_bemoaning, coalesce(max(round), 0) + 1, why FROM jury_rounds WHERE bemoaning_id = the_bemoaning;
  PERFORM jury_number_known();
END $$;
--> statement-breakpoint
-- A round opens when a bemoaning begins to wait, and ends when it no longer does. The jury ends its own rounds before
-- it moves the status; what is still open here was ended by a moderator, or by the author who took the text back.
CREATE FUNCTION jury_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'pending' THEN
    IF TG_OP = 'INSERT' THEN PERFORM jury_open(NEW.id, 'posted');
    ELSE PERFORM jury_open(NEW.id, CASE WHEN OLD.status = 'rejected' THEN 'appeal' ELSE 'returned' END::jury_opening);
    END IF;
  ELSE
    UPDATE jury_rounds
       SET settled_at = now(),
           outcome = CASE NEW.status WHEN 'published' THEN 'publish' WHEN 'rejected' THEN 'reject' END::verdict,
           settled_by = CASE WHEN EXISTS (SELECT 1 FROM bemoanings b WHERE b.id = NEW.id AND b.fingerprint = '')
                             THEN 'author' ELSE 'moderator' END::jury_settler
     WHERE bemoaning_id = NEW.id AND settled_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER jury_made AFTER INSERT ON bemoaning_ranks
  FOR EACH ROW WHEN (NEW.status = 'pending') EXECUTE FUNCTION jury_follow();
--> statement-breakpoint
CREATE TRIGGER jury_moved AFTER UPDATE OF status ON bemoaning_ranks
  FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION jury_follow();
--> statement-breakpoint
-- A text that changes while it waits has not been judged: nobody's verdict may stand for words they did not read.
CREATE FUNCTION jury_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bemoaning_ranks r WHERE r.id = NEW.id AND r.status = 'pending' FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE jury_rounds SET settled_at = now(), settled_by = 'author'
   WHERE bemoaning_id = NEW.id AND settled_at IS NULL AND publish + reject > 0;
  IF FOUND THEN PERFORM jury_open(NEW.id, 'edited'); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER jury_edited AFTER UPDATE OF body, details ON bemoanings
  FOR EACH ROW WHEN ((OLD.body, OLD.details) IS DISTINCT FROM (NEW.body, NEW.details) AND NEW.fingerprint <> '')
  EXECUTE FUNCTION jury_edited();
--> statement-breakpoint
-- What waited is new at the moment at which it appears; what was public before keeps its age.
CREATE FUNCTION jury_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM jury_rounds j WHERE j.bemoaning_id = NEW.id AND j.opening = 'returned') THEN
    NEW.epoch := extract(epoch FROM now())::float8;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER jury_epoch BEFORE UPDATE OF status ON bemoaning_ranks
  FOR EACH ROW WHEN (OLD.status = 'pending' AND NEW.status = 'published' AND OLD.epoch = NEW.epoch)
  EXECUTE FUNCTION jury_epoch();
--> statement-breakpoint
-- Adds what one verdict says of its juror, or (step = -1) takes it away.
CREATE FUNCTION jury_count(v verdicts, step int) RETURNS void LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE FUNCTION verdicts_count() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE TRIGGER verdicts_count AFTER INSERT OR DELETE OR UPDATE OF outcome, points, month ON verdicts
  FOR EACH ROW EXECUTE FUNCTION verdicts_count();
