-- The remedy is a comment of the same bemoaning (a cycle that the schema files cannot express).
ALTER TABLE bemoanings ADD CONSTRAINT bemoanings_remedy_fk
  FOREIGN KEY (id, remedy_id) REFERENCES comments (bemoaning_id, id);
--> statement-breakpoint
-- A tag row starts with a copy of what its bemoaning's lists order by.
CREATE FUNCTION bemoaning_tags_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT r.status = 'published', r.hotness, r.epoch INTO NEW.published, NEW.hotness, NEW.epoch
    FROM bemoaning_ranks r WHERE r.id = NEW.bemoaning_id FOR SHARE;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_copy BEFORE INSERT ON bemoaning_tags
  FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_copy();
--> statement-breakpoint
-- The copy follows the rank.
CREATE FUNCTION bemoaning_ranks_to_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE bemoaning_tags
     SET published = NEW.status = 'published', hotness = NEW.hotness, epoch = NEW.epoch
   WHERE bemoaning_id = NEW.id
     AND (published, hotness, epoch) IS DISTINCT FROM (NEW.status = 'published', NEW.hotness, NEW.epoch);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_ranks_to_tags AFTER UPDATE ON bemoaning_ranks
  FOR EACH ROW WHEN (OLD.hotness IS DISTINCT FROM NEW.hotness OR OLD.epoch IS DISTINCT FROM NEW.epoch
                     OR OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION bemoaning_ranks_to_tags();
--> statement-breakpoint
-- A tag counts the published bemoanings that carry it.
CREATE FUNCTION bemoaning_tags_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was int := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.published::int END;
  now int := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.published::int END;
BEGIN
  IF was <> now THEN
    UPDATE tags SET count = count + now - was WHERE id = coalesce(NEW.tag_id, OLD.tag_id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_count AFTER INSERT OR DELETE OR UPDATE OF published ON bemoaning_tags
  FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_count();
--> statement-breakpoint
-- The public log is append-only: a row may lose its moderator's account, nothing else.
CREATE FUNCTION moderations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.moderator_id IS NULL
     AND to_jsonb(NEW) - 'moderator_id' = to_jsonb(OLD) - 'moderator_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the moderation log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER moderations_append_only BEFORE UPDATE OR DELETE ON moderations
  FOR EACH ROW EXECUTE FUNCTION moderations_append_only();
--> statement-breakpoint
-- Sets (or with a null kind withdraws) one voter's vote and moves the counts by the difference, all in one
-- round trip. Parallel calls of one voter queue on the vote's row, so each sees what the one before it left.
-- outcome: 'ok', 'not-found' (no such bemoaning in public) or 'own'.
CREATE FUNCTION cast_vote(
  the_bemoaning bigint, the_voter bigint, new_kind vote_kind,
  OUT outcome text, OUT bemoan int, OUT self_inflicted int, OUT changed boolean
) LANGUAGE plpgsql AS $$
DECLARE
  old_kind vote_kind;
BEGIN
  SELECT CASE WHEN b.author_id = v.user_id THEN 'own' ELSE 'ok' END, r.bemoan, r.self_inflicted
    INTO outcome, bemoan, self_inflicted
    FROM bemoaning_ranks r JOIN bemoanings b ON b.id = r.id LEFT JOIN voters v ON v.id = the_voter
   WHERE r.id = the_bemoaning AND r.status = 'published';
  changed := false;
  IF outcome IS NULL THEN outcome := 'not-found'; RETURN; END IF;
  IF outcome = 'own' THEN RETURN; END IF;
  IF new_kind IS NULL THEN
    DELETE FROM votes WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter RETURNING kind INTO old_kind;
  ELSE
    LOOP
      SELECT kind INTO old_kind FROM votes
       WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter FOR UPDATE;
      IF FOUND THEN
        UPDATE votes SET kind = new_kind
         WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter AND kind <> new_kind;
        EXIT;
      END IF;
      INSERT INTO votes (bemoaning_id, voter_id, kind) VALUES (the_bemoaning, the_voter, new_kind)
        ON CONFLICT DO NOTHING;
      IF FOUND THEN EXIT; END IF;
    END LOOP;
  END IF;
  IF old_kind IS NOT DISTINCT FROM new_kind THEN RETURN; END IF;
  UPDATE bemoaning_ranks r
     SET bemoan = r.bemoan + (new_kind IS NOT DISTINCT FROM 'bemoan')::int - (old_kind IS NOT DISTINCT FROM 'bemoan')::int,
         self_inflicted = r.self_inflicted + (new_kind IS NOT DISTINCT FROM 'self_inflicted')::int
                                           - (old_kind IS NOT DISTINCT FROM 'self_inflicted')::int
   WHERE r.id = the_bemoaning AND r.status = 'published'
  RETURNING r.bemoan, r.self_inflicted INTO bemoan, self_inflicted;
  -- Removed in between: nothing may have been changed by this call.
  IF NOT FOUND THEN RAISE EXCEPTION 'bemoaning % is gone', the_bemoaning USING ERRCODE = 'no_data_found'; END IF;
  changed := true;
END $$;
