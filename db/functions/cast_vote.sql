CREATE OR REPLACE FUNCTION public.cast_vote(the_bemoaning bigint, the_voter bigint, new_kind vote_kind, OUT outcome text, OUT bemoan integer, OUT self_inflicted integer, OUT changed boolean, OUT waits boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
DECLARE
  old_kind vote_kind;
  old_weighs boolean;
  new_weighs boolean;
  more_bemoan int;
  more_light int;
  more_self int;
  more_light_self int;
BEGIN
  SELECT CASE WHEN b.author_id = v.user_id THEN 'own' ELSE 'ok' END,
         r.bemoan + r.light_bemoan, r.self_inflicted + r.light_self
    INTO outcome, bemoan, self_inflicted
    FROM bemoaning_ranks r JOIN bemoanings b ON b.id = r.id LEFT JOIN voters v ON v.id = the_voter
   WHERE r.id = the_bemoaning AND r.status = 'published';
  changed := false;
  waits := false;
  IF outcome IS NULL THEN outcome := 'not-found'; RETURN; END IF;
  IF outcome = 'own' THEN RETURN; END IF;
  IF new_kind IS NULL THEN
    DELETE FROM votes WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter
      RETURNING kind, weighs INTO old_kind, old_weighs;
  ELSE
    new_weighs := voter_weighs(the_voter);
    LOOP
      -- Nearly every vote is a first one, so that is tried first.
      INSERT INTO votes (bemoaning_id, voter_id, kind, weighs)
        VALUES (the_bemoaning, the_voter, new_kind, new_weighs)
        ON CONFLICT DO NOTHING;
      IF FOUND THEN EXIT; END IF;
      SELECT kind, weighs INTO old_kind, old_weighs FROM votes
       WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter FOR UPDATE;
      IF FOUND THEN
        EXIT WHEN old_kind = new_kind;
        UPDATE votes SET kind = new_kind, weighs = new_weighs
         WHERE bemoaning_id = the_bemoaning AND voter_id = the_voter;
        EXIT;
      END IF;
    END LOOP;
  END IF;
  IF old_kind IS NOT DISTINCT FROM new_kind THEN RETURN; END IF;
  changed := true;
  more_bemoan := coalesce(new_kind = 'bemoan' AND new_weighs, false)::int - coalesce(old_kind = 'bemoan' AND old_weighs, false)::int;
  more_light := coalesce(new_kind = 'bemoan' AND NOT new_weighs, false)::int - coalesce(old_kind = 'bemoan' AND NOT old_weighs, false)::int;
  more_self := coalesce(new_kind = 'self_inflicted' AND new_weighs, false)::int - coalesce(old_kind = 'self_inflicted' AND old_weighs, false)::int;
  more_light_self := coalesce(new_kind = 'self_inflicted' AND NOT new_weighs, false)::int - coalesce(old_kind = 'self_inflicted' AND NOT old_weighs, false)::int;
  -- What waits must be folded before anything may be counted in place: else a withdrawal could count before its vote.
  IF pg_try_advisory_xact_lock(vote_lock(the_bemoaning)) AND NOT EXISTS (SELECT 1 FROM vote_deltas d WHERE d.bemoaning_id = the_bemoaning) THEN
    UPDATE bemoaning_ranks r
       SET bemoan = r.bemoan + more_bemoan, light_bemoan = r.light_bemoan + more_light,
           self_inflicted = r.self_inflicted + more_self, light_self = r.light_self + more_light_self
     WHERE r.id = the_bemoaning AND r.status = 'published'
    RETURNING r.bemoan + r.light_bemoan, r.self_inflicted + r.light_self INTO bemoan, self_inflicted;
  ELSE
    PERFORM pg_advisory_xact_lock_shared(vote_gate(the_bemoaning));
    INSERT INTO vote_deltas (bemoaning_id, bemoan, light_bemoan, self_inflicted, light_self)
    SELECT the_bemoaning, more_bemoan, more_light, more_self, more_light_self FROM bemoaning_ranks r WHERE r.id = the_bemoaning AND r.status = 'published';
    bemoan := bemoan + more_bemoan + more_light;
    self_inflicted := self_inflicted + more_self + more_light_self;
    waits := true;
  END IF;
  -- Removed in between: nothing may have been changed by this call.
  IF NOT FOUND THEN RAISE EXCEPTION 'bemoaning % is gone', the_bemoaning USING ERRCODE = 'no_data_found'; END IF;
END $function$;
