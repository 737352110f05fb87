CREATE TABLE "author_counts" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"bemoanings" integer DEFAULT 0 NOT NULL,
	"comments" integer DEFAULT 0 NOT NULL,
	"remedies" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_deltas" (
	"bemoaning_id" bigint NOT NULL,
	"bemoan" integer NOT NULL,
	"light_bemoan" integer NOT NULL,
	"self_inflicted" integer NOT NULL,
	"light_self" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "bemoanings_search";--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "author_id" bigint;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "anonymous" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "tag_ids" smallint[];--> statement-breakpoint
ALTER TABLE "author_counts" ADD CONSTRAINT "author_counts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vote_deltas_bemoaning" ON "vote_deltas" USING btree ("bemoaning_id");--> statement-breakpoint
-- At home with a million bemoanings: `create index concurrently` first, by the same name.
CREATE INDEX IF NOT EXISTS "ranks_top_quad" ON "bemoaning_ranks" USING btree (("week" / 4),"points" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
ALTER TABLE "bemoanings" DROP COLUMN "search";--> statement-breakpoint
-- The build before still asks for b.search while processes are exchanged: then it finds nothing alike. A later migration
-- takes this away.
CREATE FUNCTION search(bemoanings) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ''::tsvector $$;
--> statement-breakpoint
-- A rank carries copies of what lists leave out by: who wrote it, whether unnamed, its tags.
CREATE FUNCTION ranks_copy_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT b.author_id, b.anonymous INTO NEW.author_id, NEW.anonymous FROM bemoanings b WHERE b.id = NEW.id;
  NEW.tag_ids := coalesce(NEW.tag_ids, '{}');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ranks_copy_author BEFORE INSERT ON bemoaning_ranks FOR EACH ROW EXECUTE FUNCTION ranks_copy_author();
--> statement-breakpoint
CREATE FUNCTION bemoanings_author_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE bemoaning_ranks SET author_id = NEW.author_id, anonymous = NEW.anonymous WHERE id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoanings_author_copy AFTER UPDATE OF author_id, anonymous ON bemoanings FOR EACH ROW
  WHEN ((OLD.author_id, OLD.anonymous) IS DISTINCT FROM (NEW.author_id, NEW.anonymous)) EXECUTE FUNCTION bemoanings_author_copy();
--> statement-breakpoint
CREATE FUNCTION ranks_copy_tags(the_ids bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE bemoaning_ranks r SET tag_ids = array(SELECT t.tag_id FROM bemoaning_tags t WHERE t.bemoaning_id = r.id ORDER BY t.tag_id)
   WHERE r.id = ANY (the_ids)
$$;
--> statement-breakpoint
CREATE FUNCTION bemoaning_tags_to_ranks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_LEVEL = 'ROW' THEN PERFORM ranks_copy_tags(array[NEW.bemoaning_id]);
  ELSE PERFORM ranks_copy_tags(array(SELECT DISTINCT bemoaning_id FROM changed ORDER BY 1)); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_put AFTER INSERT ON bemoaning_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bemoaning_tags_to_ranks();
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_taken AFTER DELETE ON bemoaning_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bemoaning_tags_to_ranks();
--> statement-breakpoint
CREATE TRIGGER bemoaning_tags_merged AFTER UPDATE OF tag_id ON bemoaning_tags FOR EACH ROW
  WHEN (OLD.tag_id <> NEW.tag_id) EXECUTE FUNCTION bemoaning_tags_to_ranks();
--> statement-breakpoint
-- Moves what a user's page counts. Who has left has no row and gets none.
CREATE FUNCTION count_author(the_user bigint, b int, c int, r int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF the_user IS NULL OR (b = 0 AND c = 0 AND r = 0) THEN RETURN; END IF;
  UPDATE author_counts a SET bemoanings = a.bemoanings + b, comments = a.comments + c, remedies = a.remedies + r WHERE user_id = the_user;
  IF FOUND OR least(b, c, r) < 0 THEN RETURN; END IF;
  INSERT INTO author_counts AS a (user_id, bemoanings, comments, remedies) VALUES (the_user, b, c, r)
  ON CONFLICT (user_id) DO UPDATE SET bemoanings = a.bemoanings + b, comments = a.comments + c, remedies = a.remedies + r;
END $$;
--> statement-breakpoint
CREATE FUNCTION ranks_count_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM count_author(OLD.author_id, -(OLD.status = 'published' AND NOT OLD.anonymous)::int, 0, 0); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM count_author(NEW.author_id, (NEW.status = 'published' AND NOT NEW.anonymous)::int, 0, 0); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ranks_count_author AFTER INSERT OR DELETE ON bemoaning_ranks FOR EACH ROW EXECUTE FUNCTION ranks_count_author();
--> statement-breakpoint
CREATE TRIGGER ranks_count_author_change AFTER UPDATE OF status, author_id, anonymous ON bemoaning_ranks FOR EACH ROW
  WHEN ((OLD.status, OLD.author_id, OLD.anonymous) IS DISTINCT FROM (NEW.status, NEW.author_id, NEW.anonymous)) EXECUTE FUNCTION ranks_count_author();
--> statement-breakpoint
-- Whether a comment is what cured its bemoaning, while it has not been deleted.
CREATE FUNCTION is_remedy(c comments) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT c.deleted_at IS NULL AND EXISTS (SELECT 1 FROM bemoanings b WHERE b.id = c.bemoaning_id AND b.remedy_id = c.id)
$$;
--> statement-breakpoint
CREATE FUNCTION comments_count_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM count_author(OLD.author_id, 0, -(OLD.deleted_at IS NULL AND OLD.removed_at IS NULL)::int, -is_remedy(OLD)::int);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM count_author(NEW.author_id, 0, (NEW.deleted_at IS NULL AND NEW.removed_at IS NULL)::int, is_remedy(NEW)::int);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER comments_count_author AFTER INSERT OR DELETE ON comments FOR EACH ROW EXECUTE FUNCTION comments_count_author();
--> statement-breakpoint
CREATE TRIGGER comments_count_author_change AFTER UPDATE OF deleted_at, removed_at, author_id ON comments FOR EACH ROW
  WHEN ((OLD.deleted_at, OLD.removed_at, OLD.author_id) IS DISTINCT FROM (NEW.deleted_at, NEW.removed_at, NEW.author_id)) EXECUTE FUNCTION comments_count_author();
--> statement-breakpoint
CREATE FUNCTION remedies_count_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_author(c.author_id, 0, 0, -1) FROM comments c WHERE TG_OP <> 'INSERT' AND c.id = OLD.remedy_id AND c.deleted_at IS NULL;
  PERFORM count_author(c.author_id, 0, 0, 1) FROM comments c WHERE TG_OP <> 'DELETE' AND c.id = NEW.remedy_id AND c.deleted_at IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER remedies_count_author AFTER UPDATE OF remedy_id ON bemoanings FOR EACH ROW
  WHEN (OLD.remedy_id IS DISTINCT FROM NEW.remedy_id) EXECUTE FUNCTION remedies_count_author();
--> statement-breakpoint
-- The triggers above keep writers away until this transaction ends, so nobody slips in between. What is published is counted
-- when the copies are filled in (db/backfill.ts).
INSERT INTO author_counts (user_id, comments, remedies)
SELECT c.author_id, count(*) FILTER (WHERE c.deleted_at IS NULL AND c.removed_at IS NULL), count(*) FILTER (WHERE c.deleted_at IS NULL AND b.id IS NOT NULL)
  FROM comments c LEFT JOIN bemoanings b ON b.id = c.bemoaning_id AND b.remedy_id = c.id
 WHERE c.author_id IS NOT NULL GROUP BY 1;
--> statement-breakpoint
-- Where many vote at once deltas come faster than autovacuum would look.
ALTER TABLE vote_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
-- Locks of votes: whoever counts a vote in place, and whoever appends one beside whom nobody may take a bemoaning away.
CREATE FUNCTION vote_lock(the_bemoaning bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (1024::bigint << 48) | the_bemoaning $$;
--> statement-breakpoint
CREATE FUNCTION vote_gate(the_bemoaning bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (1025::bigint << 48) | the_bemoaning $$;
--> statement-breakpoint
-- Moves what was appended for these into their counts. Taking away and adding are one statement, so whoever is killed has done
-- both or neither, and who reads ranks and deltas in one statement sees each vote once. @returns how many deltas
CREATE FUNCTION fold_votes_of(the_ids bigint[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  folded int;
BEGIN
  PERFORM 1 FROM bemoaning_ranks WHERE id = ANY (the_ids) ORDER BY id FOR NO KEY UPDATE;
  WITH gone AS (
    DELETE FROM vote_deltas d WHERE d.bemoaning_id = ANY (the_ids) RETURNING d.*
  ), sums AS (
    SELECT bemoaning_id, count(*) AS n, sum(bemoan) AS b, sum(light_bemoan) AS lb, sum(self_inflicted) AS s, sum(light_self) AS ls FROM gone GROUP BY 1
  ), counted AS (
    UPDATE bemoaning_ranks r
       SET bemoan = r.bemoan + x.b, light_bemoan = r.light_bemoan + x.lb,
           self_inflicted = r.self_inflicted + x.s, light_self = r.light_self + x.ls
      FROM sums x WHERE x.bemoaning_id = r.id RETURNING 1
  )
  SELECT coalesce(sum(n), 0) INTO folded FROM sums, (SELECT count(*) FROM counted) c;
  RETURN folded;
END $$;
--> statement-breakpoint
-- Folds everything that waits. One folder at a time, whichever process comes first. @returns how many deltas
CREATE FUNCTION fold_votes() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241027) THEN RETURN 0; END IF;
  RETURN fold_votes_of(array(SELECT DISTINCT bemoaning_id FROM vote_deltas ORDER BY 1));
END $$;
--> statement-breakpoint
-- As before, but where others are voting on the same one: then the difference is appended, nobody waits for anybody, and a
-- folder brings the counts after within a second. The counts that come out are then those of the last folding and this vote.
DROP FUNCTION cast_vote(bigint, bigint, vote_kind);
--> statement-breakpoint
CREATE FUNCTION cast_vote(
  the_bemoaning bigint, the_voter bigint, new_kind vote_kind,
  OUT outcome text, OUT bemoan int, OUT self_inflicted int, OUT changed boolean, OUT waits boolean
) LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
-- What is taken away from everybody waits until nobody is appending a vote to it.
CREATE FUNCTION ranks_close_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(vote_gate(NEW.id));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ranks_close_gate BEFORE UPDATE OF status ON bemoaning_ranks FOR EACH ROW
  WHEN (OLD.status = 'published' AND NEW.status <> 'published') EXECUTE FUNCTION ranks_close_gate();
--> statement-breakpoint
-- As before; the differences go the way of all votes, since some of those that they take back may still wait.
CREATE OR REPLACE FUNCTION reweigh_votes(the_voters bigint[], heavy boolean) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  moved int;
  touched bigint[];
BEGIN
  WITH moved AS (
    UPDATE votes v SET weighs = heavy
      FROM voters w LEFT JOIN users u ON u.id = w.user_id
     WHERE w.id = v.voter_id AND v.voter_id = ANY (the_voters) AND v.weighs <> heavy
       AND (NOT heavy OR u.role <> 'user' OR v.created_at >= u.created_at + interval '1 day')
    RETURNING v.bemoaning_id, v.kind
  ), sums AS (
    SELECT bemoaning_id, count(*) AS n, (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'bemoan') AS b,
           (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'self_inflicted') AS s
      FROM moved GROUP BY 1
  ), appended AS (
    INSERT INTO vote_deltas (bemoaning_id, bemoan, light_bemoan, self_inflicted, light_self) SELECT bemoaning_id, b, -b, s, -s FROM sums
  )
  SELECT coalesce(sum(n), 0), coalesce(array_agg(bemoaning_id), '{}') INTO moved, touched FROM sums;
  PERFORM fold_votes_of(touched);
  RETURN moved;
END $$;
--> statement-breakpoint
-- The counts of one bemoaning, as the rows say; votes and deltas are of the same moment.
CREATE OR REPLACE FUNCTION recount_votes(the_bemoaning bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bemoaning_ranks WHERE id = the_bemoaning FOR NO KEY UPDATE;
  WITH gone AS (DELETE FROM vote_deltas WHERE bemoaning_id = the_bemoaning)
  UPDATE bemoaning_ranks SET (bemoan, light_bemoan, self_inflicted, light_self) =
    (SELECT count(*) FILTER (WHERE kind = 'bemoan' AND weighs), count(*) FILTER (WHERE kind = 'bemoan' AND NOT weighs),
            count(*) FILTER (WHERE kind = 'self_inflicted' AND weighs), count(*) FILTER (WHERE kind = 'self_inflicted' AND NOT weighs)
       FROM votes WHERE bemoaning_id = the_bemoaning)
   WHERE id = the_bemoaning;
END $$;
