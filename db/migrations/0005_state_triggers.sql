-- The UTC day of a moment given in seconds since 1970.
CREATE FUNCTION stat_day(epoch float8) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT date '1970-01-01' + floor(epoch / 86400)::int
$$;
--> statement-breakpoint
-- The hour of its UTC day, 0 to 23.
CREATE FUNCTION stat_hour(epoch float8) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (floor(epoch / 3600) - 24 * floor(epoch / 86400))::int
$$;
--> statement-breakpoint
-- The whole days that a fix took.
CREATE FUNCTION stat_days(epoch float8, fixed_epoch float8) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT greatest(0, floor((fixed_epoch - epoch) / 86400))::int
$$;
--> statement-breakpoint
-- Everything that a bemoaning adds to the figures while it stands as this rank says.
CREATE FUNCTION stats_of(r bemoaning_ranks)
RETURNS TABLE (measure stat_measure, day date, key int, n bigint) LANGUAGE plpgsql AS $$
BEGIN
  IF r.id IS NULL OR r.status <> 'published' THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'bemoaning'::stat_measure, stat_day(r.epoch), stat_hour(r.epoch), 1::bigint
    UNION ALL
    SELECT 'tag', stat_day(r.epoch), t.tag_id::int, 1 FROM bemoaning_tags t WHERE t.bemoaning_id = r.id
    UNION ALL
    SELECT 'fix', stat_day(r.fixed_epoch), stat_days(r.epoch, r.fixed_epoch), 1 WHERE r.state = 'fixed'
    UNION ALL
    SELECT 'fix_tag', stat_day(r.fixed_epoch), t.tag_id::int, 1 FROM bemoaning_tags t
     WHERE t.bemoaning_id = r.id AND r.state = 'fixed'
    UNION ALL
    SELECT 'comment', stat_day(c.at), stat_hour(c.at), count(*)
      FROM (SELECT extract(epoch FROM created_at)::float8 AS at FROM comments
             WHERE bemoaning_id = r.id AND deleted_at IS NULL AND removed_at IS NULL) c
     GROUP BY 2, 3;
END $$;
--> statement-breakpoint
-- The difference that a change of a rank makes.
CREATE FUNCTION bemoaning_ranks_stats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_rank bemoaning_ranks;
  new_rank bemoaning_ranks;
BEGIN
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
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_ranks_stats AFTER INSERT ON bemoaning_ranks
  FOR EACH ROW WHEN (NEW.status = 'published') EXECUTE FUNCTION bemoaning_ranks_stats();
--> statement-breakpoint
-- A vote names none of these columns and so never gets here.
CREATE TRIGGER bemoaning_ranks_stats_change AFTER UPDATE OF status, state, epoch, fixed_epoch ON bemoaning_ranks
  FOR EACH ROW WHEN ((OLD.status, OLD.state, OLD.epoch, OLD.fixed_epoch)
                     IS DISTINCT FROM (NEW.status, NEW.state, NEW.epoch, NEW.fixed_epoch))
  EXECUTE FUNCTION bemoaning_ranks_stats();
--> statement-breakpoint
-- Before, because afterwards its tags and comments have gone with it.
CREATE TRIGGER bemoaning_ranks_stats_end BEFORE DELETE ON bemoaning_ranks
  FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION bemoaning_ranks_stats();
--> statement-breakpoint
-- A tag put on or taken off. The rank is locked first: whoever changes its status meanwhile either waits, and then
-- sees this row, or is waited for.
CREATE FUNCTION bemoaning_tags_stats() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_stats AFTER INSERT OR DELETE ON bemoaning_tags
  FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_stats();
--> statement-breakpoint
-- A comment that can be read from now on, or no longer.
CREATE FUNCTION comments_stats() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE TRIGGER comments_stats AFTER INSERT OR DELETE OR UPDATE OF deleted_at, removed_at ON comments
  FOR EACH ROW EXECUTE FUNCTION comments_stats();
--> statement-breakpoint
-- All figures from the raw rows: what the totals and the deltas together have to come to.
CREATE FUNCTION counted_stats()
RETURNS TABLE (measure stat_measure, day date, key int, n bigint) LANGUAGE sql STABLE AS $$
  SELECT 'bemoaning'::stat_measure, stat_day(r.epoch), stat_hour(r.epoch), count(*)
    FROM bemoaning_ranks r WHERE r.status = 'published' GROUP BY 2, 3
  UNION ALL
  SELECT 'tag', stat_day(r.epoch), t.tag_id::int, count(*)
    FROM bemoaning_ranks r JOIN bemoaning_tags t ON t.bemoaning_id = r.id
   WHERE r.status = 'published' GROUP BY 2, 3
  UNION ALL
  SELECT 'fix', stat_day(r.fixed_epoch), stat_days(r.epoch, r.fixed_epoch), count(*)
    FROM bemoaning_ranks r WHERE r.status = 'published' AND r.state = 'fixed' GROUP BY 2, 3
  UNION ALL
  SELECT 'fix_tag', stat_day(r.fixed_epoch), t.tag_id::int, count(*)
    FROM bemoaning_ranks r JOIN bemoaning_tags t ON t.bemoaning_id = r.id
   WHERE r.status = 'published' AND r.state = 'fixed' GROUP BY 2, 3
  UNION ALL
  SELECT 'comment', stat_day(c.at), stat_hour(c.at), count(*)
    FROM (SELECT extract(epoch FROM k.created_at)::float8 AS at
            FROM comments k JOIN bemoaning_ranks r ON r.id = k.bemoaning_id
           WHERE r.status = 'published' AND k.deleted_at IS NULL AND k.removed_at IS NULL) c
   GROUP BY 2, 3
$$;
--> statement-breakpoint
-- The first day of what a day belongs to.
CREATE FUNCTION stat_at(grain stat_grain, day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE grain WHEN 'day' THEN day WHEN 'month' THEN date_trunc('month', day::timestamp)::date
         ELSE date '1970-01-01' END
$$;
--> statement-breakpoint
-- The sums of two sets of counts, without the zeros.
CREATE FUNCTION add_counts(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(key, n), '{}')
    FROM (SELECT key, sum(value::bigint) AS n
            FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) both_sides
           GROUP BY key HAVING sum(value::bigint) <> 0) sums
$$;
--> statement-breakpoint
-- Moves the deltas into the totals and says how many there were. One folder at a time; taking away and adding are
-- one statement, so whoever reads both tables in one statement sees each delta once, and so does who was killed.
CREATE FUNCTION fold_stats() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  folded bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241026) THEN RETURN 0; END IF;
  WITH gone AS (
    DELETE FROM stat_deltas RETURNING measure, day, key, n
  ), parts AS (
    SELECT g.grain, stat_at(g.grain, day) AS at, measure, key, sum(n) AS n
      FROM gone, unnest(enum_range(NULL::stat_grain)) AS g(grain) GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
  ), added AS (
    INSERT INTO stat_totals AS t (grain, at, measure, counts)
    SELECT grain, at, measure, jsonb_object_agg(key, n) FROM parts GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (grain, at, measure) DO UPDATE SET counts = add_counts(t.counts, excluded.counts)
  )
  SELECT count(*) INTO folded FROM gone;
  RETURN folded;
END $$;
--> statement-breakpoint
-- Writes the totals anew from the raw rows, also while people write: the rows counted and the deltas taken away are
-- of the same moment.
CREATE FUNCTION recount_stats() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  fresh jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(10241026);
  WITH gone AS (
    DELETE FROM stat_deltas
  ), parts AS (
    SELECT g.grain, stat_at(g.grain, c.day) AS at, c.measure, c.key, sum(c.n) AS n
      FROM counted_stats() c, unnest(enum_range(NULL::stat_grain)) AS g(grain) GROUP BY 1, 2, 3, 4
  )
  SELECT coalesce(jsonb_agg(rows), '[]') INTO fresh
    FROM (SELECT grain, at, measure, jsonb_object_agg(key, n) AS counts FROM parts GROUP BY 1, 2, 3) rows;
  DELETE FROM stat_totals;
  INSERT INTO stat_totals (grain, at, measure, counts)
  SELECT grain, at, measure, counts FROM jsonb_populate_recordset(NULL::stat_totals, fresh) ORDER BY 1, 2, 3;
END $$;
--> statement-breakpoint
SELECT recount_stats();
