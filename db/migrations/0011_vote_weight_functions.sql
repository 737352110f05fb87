-- Whether what somebody votes now weighs: they have an account, of a day at least unless it is a moderator's, and vote
-- with no ring. lib/user/trust.ts says the same in words.
CREATE FUNCTION voter_weighs(the_voter bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT w.damped_at IS NULL AND (u.role <> 'user' OR u.created_at <= now() - interval '1 day')
      FROM voters w JOIN users u ON u.id = w.user_id WHERE w.id = the_voter), false)
$$;
--> statement-breakpoint
-- Sets (or with a null kind withdraws) one voter's vote and moves the counts by the difference, all in one
-- round trip. Parallel calls of one voter queue on the vote's row, so each sees what the one before it left.
-- What a vote weighs is decided when it is cast or changed. The counts that come out are those that people see.
-- outcome: 'ok', 'not-found' (no such bemoaning in public) or 'own'.
CREATE OR REPLACE FUNCTION cast_vote(
  the_bemoaning bigint, the_voter bigint, new_kind vote_kind,
  OUT outcome text, OUT bemoan int, OUT self_inflicted int, OUT changed boolean
) LANGUAGE plpgsql AS $$
DECLARE
  old_kind vote_kind;
  old_weighs boolean;
  new_weighs boolean;
BEGIN
  SELECT CASE WHEN b.author_id = v.user_id THEN 'own' ELSE 'ok' END,
         r.bemoan + r.light_bemoan, r.self_inflicted + r.light_self
    INTO outcome, bemoan, self_inflicted
    FROM bemoaning_ranks r JOIN bemoanings b ON b.id = r.id LEFT JOIN voters v ON v.id = the_voter
   WHERE r.id = the_bemoaning AND r.status = 'published';
  changed := false;
  IF outcome IS NULL THEN outcome := 'not-found'; RETURN; END IF;
  IF outcome = 'own' THEN RETURN; END IF;
  IF new_kind IS NULL THEN
    DELETE FROM votes WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter
      RETURNING kind, weighs INTO old_kind, old_weighs;
  ELSE
    LOOP
      SELECT kind, weighs INTO old_kind, old_weighs FROM votes
       WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter FOR UPDATE;
      IF FOUND THEN
        EXIT WHEN old_kind = new_kind;
        new_weighs := voter_weighs(the_voter);
        UPDATE votes SET kind = new_kind, weighs = new_weighs
         WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter;
        EXIT;
      END IF;
      new_weighs := voter_weighs(the_voter);
      INSERT INTO votes (bemoaning_id, voter_id, kind, weighs)
        VALUES (the_bemoaning, the_voter, new_kind, new_weighs)
        ON CONFLICT DO NOTHING;
      IF FOUND THEN EXIT; END IF;
    END LOOP;
  END IF;
  IF old_kind IS NOT DISTINCT FROM new_kind THEN RETURN; END IF;
  UPDATE bemoaning_ranks r
     SET bemoan = r.bemoan + coalesce(new_kind = 'bemoan' AND new_weighs, false)::int
                           - coalesce(old_kind = 'bemoan' AND old_weighs, false)::int,
         light_bemoan = r.light_bemoan + coalesce(new_kind = 'bemoan' AND NOT new_weighs, false)::int
                                       - coalesce(old_kind = 'bemoan' AND NOT old_weighs, false)::int,
         self_inflicted = r.self_inflicted + coalesce(new_kind = 'self_inflicted' AND new_weighs, false)::int
                                           - coalesce(old_kind = 'self_inflicted' AND old_weighs, false)::int,
         light_self = r.light_self + coalesce(new_kind = 'self_inflicted' AND NOT new_weighs, false)::int
                                   - coalesce(old_kind = 'self_inflicted' AND NOT old_weighs, false)::int
   WHERE r.id = the_bemoaning AND r.status = 'published'
  RETURNING r.bemoan + r.light_bemoan, r.self_inflicted + r.light_self INTO bemoan, self_inflicted;
  -- Removed in between: nothing may have been changed by this call.
  IF NOT FOUND THEN RAISE EXCEPTION 'bemoaning % is gone', the_bemoaning USING ERRCODE = 'no_data_found'; END IF;
  changed := true;
END $$;
--> statement-breakpoint
-- Makes all votes of some voters weigh, or weigh nothing, and moves the counts by the difference. What somebody voted
-- before their account was a day old stays light. @returns how many votes changed
CREATE FUNCTION reweigh_votes(the_voters bigint[], heavy boolean) RETURNS int LANGUAGE sql AS $$
  WITH moved AS (
    UPDATE votes v SET weighs = heavy
      FROM voters w LEFT JOIN users u ON u.id = w.user_id
     WHERE w.id = v.voter_id AND v.voter_id = ANY (the_voters) AND v.weighs <> heavy
       AND (NOT heavy OR u.role <> 'user' OR v.created_at >= u.created_at + interval '1 day')
    RETURNING v.bemoaning_id, v.kind
  ), sums AS (
    SELECT bemoaning_id, (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'bemoan') AS b,
           (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'self_inflicted') AS s
      FROM moved GROUP BY 1
  ), counted AS (
    UPDATE bemoaning_ranks r
       SET bemoan = r.bemoan + x.b, light_bemoan = r.light_bemoan - x.b,
           self_inflicted = r.self_inflicted + x.s, light_self = r.light_self - x.s
      FROM sums x WHERE x.bemoaning_id = r.id RETURNING 1
  )
  SELECT count(*)::int FROM moved, (SELECT count(*) FROM counted) c
$$;
--> statement-breakpoint
-- The counts of one bemoaning, as the rows say.
CREATE FUNCTION recount_votes(the_bemoaning bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE bemoaning_ranks SET (bemoan, light_bemoan, self_inflicted, light_self) =
    (SELECT count(*) FILTER (WHERE kind = 'bemoan' AND weighs), count(*) FILTER (WHERE kind = 'bemoan' AND NOT weighs),
            count(*) FILTER (WHERE kind = 'self_inflicted' AND weighs), count(*) FILTER (WHERE kind = 'self_inflicted' AND NOT weighs)
       FROM votes WHERE bemoaning_id = the_bemoaning)
   WHERE id = the_bemoaning
$$;
--> statement-breakpoint
-- A moderator's decision about what waited is undone: the round it ended goes on where it was, and its verdicts are on
-- nobody's record yet. @returns false when no round was ended so
CREATE FUNCTION jury_reopen(the_bemoaning bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  last jury_rounds;
BEGIN
  SELECT * INTO last FROM jury_rounds WHERE bemoaning_id = the_bemoaning ORDER BY round DESC LIMIT 1 FOR UPDATE;
  IF last.settled_by IS DISTINCT FROM 'moderator' THEN RETURN false; END IF;
  PERFORM 1 FROM jurors WHERE user_id IN (SELECT juror_id FROM verdicts WHERE bemoaning_id = the_bemoaning)
    ORDER BY user_id FOR UPDATE;
  UPDATE verdicts SET outcome = NULL, points = 0, month = NULL
   WHERE bemoaning_id = the_bemoaning AND round = last.round;
  -- A month in which nobody won or lost anything has no row.
  DELETE FROM jury_months m USING verdicts v
   WHERE v.bemoaning_id = the_bemoaning AND v.round = last.round AND m.user_id = v.juror_id AND m.points = 0;
  UPDATE jury_rounds SET settled_at = NULL, settled_by = NULL, outcome = NULL
   WHERE bemoaning_id = the_bemoaning AND round = last.round;
  RETURN true;
END $$;
--> statement-breakpoint
-- As before, but that an undo (it says so by a setting of its transaction) goes back to the round that was.
CREATE OR REPLACE FUNCTION jury_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'pending' THEN
    IF TG_OP = 'INSERT' THEN PERFORM jury_open(NEW.id, 'posted');
    ELSIF coalesce(current_setting('ibtsocs.undoing', true), '') = 'on' AND jury_reopen(NEW.id) THEN NULL;
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
