SET LOCAL check_function_bodies = off;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.add_bemoaning(the_author bigint, is_anonymous boolean, the_body text, the_details text, the_details_html text, the_fingerprint text, the_status status, the_tags bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  made bigint;
BEGIN
  INSERT INTO bemoanings (author_id, anonymous, body, details, details_html, fingerprint)
  VALUES (the_author, is_anonymous, the_body, the_details, the_details_html, the_fingerprint) RETURNING id INTO made;
  INSERT INTO bemoaning_ranks (id, status, tag_ids) VALUES (made, the_status, array(SELECT t::smallint FROM unnest(the_tags) t ORDER BY t));
  INSERT INTO bemoaning_tags (bemoaning_id, tag_id) SELECT made, t FROM unnest(the_tags) WITH ORDINALITY AS n(t, i) ORDER BY i;
  RETURN made;
END $function$;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.bemoaning_tags_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  was int := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.published::int END;
  now int := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.published::int END;
BEGIN
  IF was <> now THEN
    INSERT INTO tag_deltas (tag_id, n) VALUES (coalesce(NEW.tag_id, OLD.tag_id), now - was);
  END IF;
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.change_vote(the_bemoaning bigint, the_voter bigint, new_kind vote_kind, OUT outcome text, OUT bemoan integer, OUT self_inflicted integer, OUT changed boolean, OUT waits boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT 1 FROM votes v WHERE v.bemoaning_id = the_bemoaning AND v.voter_id = the_voter) THEN
    SELECT c.* INTO outcome, bemoan, self_inflicted, changed, waits FROM cast_vote(the_bemoaning, the_voter, new_kind) c;
  ELSE
    -- Only says whether a first vote would be possible: undoing a vote that was never cast changes nothing.
    SELECT CASE c.outcome WHEN 'ok' THEN 'first' ELSE c.outcome END, c.bemoan, c.self_inflicted, false, false
      INTO outcome, bemoan, self_inflicted, changed, waits FROM cast_vote(the_bemoaning, the_voter, NULL) c;
  END IF;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.comments_count_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM count_author(OLD.author_id, 0, -(OLD.deleted_at IS NULL AND OLD.removed_at IS NULL)::int, -is_remedy(OLD)::int);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    -- A new comment cannot be the remedy yet.
    PERFORM count_author(NEW.author_id, 0, (NEW.deleted_at IS NULL AND NEW.removed_at IS NULL)::int,
      CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE is_remedy(NEW)::int END);
  END IF;
  RETURN NULL;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.fold_tags()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT pg_try_advisory_xact_lock(10241030) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM tag_deltas RETURNING tag_id, n)
  UPDATE tags t SET count = t.count + g.n
    FROM (SELECT tag_id, sum(n) AS n FROM gone GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1) g
   WHERE t.id = g.tag_id;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.is_wanted(the_user bigint, the_bemoaning bigint, the_comment bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
DECLARE
  users bigint[] := array(SELECT m.muted_id FROM user_mutes m WHERE m.user_id = the_user);
  tags smallint[] := array(SELECT t.tag_id FROM tag_choices t WHERE t.user_id = the_user AND t.choice = 'mute');
  pattern text := muted_pattern(the_user);
BEGIN
  IF users = '{}' AND tags = '{}' AND pattern IS NULL THEN RETURN true; END IF;
  -- The rules of lists (lib/reader/mute/rule.ts), which know the viewer's mutes beforehand. A test compares them.
  RETURN NOT EXISTS (
      SELECT 1 FROM bemoaning_ranks r JOIN bemoanings b ON b.id = r.id
       WHERE r.id = the_bemoaning AND r.author_id IS DISTINCT FROM the_user
         AND (r.author_id = ANY (users) AND NOT r.anonymous OR r.tag_ids && tags
              OR b.body ~* pattern OR b.details ~* pattern OR b.ending ~* pattern))
    AND NOT EXISTS (
      SELECT 1 FROM comments c
       WHERE c.id = the_comment AND c.author_id IS DISTINCT FROM the_user
         AND (c.author_id = ANY (users) OR c.body ~* pattern));
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.muted_pattern(the_user bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  -- The same expression as patternOf in lib/reader/mute/rule.ts, which makes it of words that are at hand.
  RETURN (
    SELECT '(^|[^[:alnum:]_])(' || string_agg(regexp_replace(regexp_replace(m.word, '[^[:alnum:][:space:]]', '\\\&', 'g'), '[[:space:]]+', '[[:space:]]+', 'g'), '|') || ')($|[^[:alnum:]_])'
      FROM word_mutes m
     WHERE m.user_id = the_user);
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.notify_comment(the_comment bigint, the_bemoaning bigint, the_parent bigint, the_actor bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Each user once: the author of the parent comment, the author of the bemoaning, and those who watch the whole thread.
  -- Users who turned the thread off get nothing, those who chose replies only get replies.
  INSERT INTO notices (user_id, kind, bemoaning_id, comment_id)
  SELECT DISTINCT ON (p.user_id) p.user_id, p.kind, the_bemoaning, the_comment
    FROM (SELECT author_id AS user_id, 'answer'::notice_kind AS kind FROM comments WHERE id = the_parent
          UNION ALL SELECT author_id, 'comment' FROM bemoanings WHERE id = the_bemoaning
          UNION ALL SELECT user_id, 'comment' FROM watches WHERE bemoaning_id = the_bemoaning AND level = 'all') p
    LEFT JOIN watches w ON w.user_id = p.user_id AND w.bemoaning_id = the_bemoaning
   WHERE p.user_id IS NOT NULL AND p.user_id <> the_actor
     AND CASE w.level WHEN 'off' THEN false WHEN 'replies' THEN p.kind = 'answer' ELSE true END
     AND is_wanted(p.user_id, the_bemoaning, the_comment)
   ORDER BY p.user_id, p.kind
  ON CONFLICT DO NOTHING;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.ranks_copy_tags(the_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  the_id bigint;
  the_tags smallint[];
BEGIN
  FOREACH the_id IN ARRAY the_ids LOOP
    the_tags := array(SELECT t.tag_id FROM bemoaning_tags t WHERE t.bemoaning_id = the_id ORDER BY t.tag_id);
    -- A new rank has its tags already.
    UPDATE bemoaning_ranks r SET tag_ids = the_tags WHERE r.id = the_id AND r.tag_ids IS DISTINCT FROM the_tags;
  END LOOP;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.use_key(the_user bigint, the_key text, kept interval)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Two requests with the same key run one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended(the_user || '/' || the_key, 2));
  DELETE FROM idempotency_keys WHERE NOT created_at >= now() - kept;
  RETURN NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE user_id = the_user AND key = the_key);
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.write_bemoaning(the_author bigint, is_anonymous boolean, the_body text, the_details text, the_details_html text, the_fingerprint text, the_status status, tag_names text[], the_key text, the_request text, key_kept interval, OUT outcome text, OUT made bigint, OUT subject text, OUT made_epoch double precision)
 RETURNS record
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  the_tags bigint[];
BEGIN
  -- All statements look rows up by their keys: planning them anew for each value costs more than running them.
  IF the_key IS NOT NULL AND NOT use_key(the_author, the_key, key_kept) THEN outcome := 'used'; RETURN; END IF;
  -- The same text at the same time: one after the other. The same as sameText in lib/bemoaning/checks.ts.
  PERFORM pg_advisory_xact_lock(hashtextextended(the_fingerprint, 1));
  SELECT b.id, b.body INTO made, subject FROM bemoanings b JOIN bemoaning_ranks r ON r.id = b.id
   WHERE b.fingerprint = the_fingerprint
     AND (r.status = 'pending' OR r.status = 'published' AND b.created_at > now() - interval '24 hours')
   LIMIT 1;
  IF FOUND THEN outcome := 'duplicate'; RETURN; END IF;
  -- Every writer locks tags in the order of their ids, to avoid deadlocks; here so that none is deleted before its use.
  SELECT array_agg(t.id ORDER BY t.id) INTO the_tags
    FROM (SELECT id FROM tags WHERE name = ANY (tag_names) ORDER BY id FOR KEY SHARE) t;
  IF coalesce(cardinality(the_tags), 0) < cardinality(tag_names) THEN
    outcome := 'unknown-tag';
    subject := (SELECT n FROM unnest(tag_names) n WHERE NOT EXISTS (SELECT 1 FROM tags WHERE name = n) LIMIT 1);
    RETURN;
  END IF;
  outcome := 'made';
  made := add_bemoaning(the_author, is_anonymous, the_body, the_details, the_details_html, the_fingerprint, the_status, the_tags);
  made_epoch := extract(epoch FROM now());
  subject := (SELECT string_agg(name, ',' ORDER BY name) FROM tags WHERE id = ANY (the_tags));
  IF the_key IS NOT NULL THEN
    INSERT INTO idempotency_keys (user_id, key, request, bemoaning_id) VALUES (the_author, the_key, the_request, made);
  END IF;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.write_comment(the_bemoaning bigint, the_post text, the_parent bigint, deepest integer, the_author bigint, the_body text, the_html text, the_key text, the_request text, key_kept interval, OUT outcome text, OUT made bigint, OUT subject text, OUT made_depth integer, OUT made_epoch double precision)
 RETURNS record
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  held record;
  parent comments;
BEGIN
  -- All statements look rows up by their keys: planning them anew for each value costs more than running them.
  IF the_key IS NOT NULL AND NOT use_key(the_author, the_key, key_kept) THEN outcome := 'used'; RETURN; END IF;
  IF the_post IS NULL THEN
    SELECT * INTO held FROM hold_bemoaning(the_bemoaning);
    -- The same as whyNotWritable in lib/bemoaning/lock.ts.
    IF NOT FOUND OR held.status <> 'published' OR held.taken_back OR held.merged THEN outcome := 'not-found'; RETURN; END IF;
    IF held.locked THEN outcome := 'locked'; RETURN; END IF;
    subject := held.body;
  ELSE
    INSERT INTO post_threads (slug) VALUES (the_post) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM post_threads WHERE slug = the_post FOR NO KEY UPDATE;
  END IF;
  IF the_parent IS NOT NULL THEN
    SELECT * INTO parent FROM comments c
     WHERE c.id = the_parent AND (c.bemoaning_id = the_bemoaning OR c.post_slug = the_post);
    IF NOT FOUND THEN outcome := 'no-parent'; RETURN; END IF;
    IF parent.deleted_at IS NOT NULL OR parent.removed_at IS NOT NULL THEN outcome := 'parent-gone'; RETURN; END IF;
    IF parent.depth >= deepest THEN outcome := 'too-deep'; RETURN; END IF;
  END IF;
  -- The same text twice is a double click, or a second try after a failure that left it unknown whether the first was saved.
  SELECT t.id INTO made
    FROM (SELECT c.* FROM comments c WHERE c.bemoaning_id = the_bemoaning AND c.author_id = the_author
          UNION ALL
          SELECT c.* FROM comments c WHERE c.post_slug = the_post AND c.author_id = the_author) t
   WHERE t.body = the_body AND t.deleted_at IS NULL AND t.parent_id IS NOT DISTINCT FROM the_parent
     AND t.created_at > now() - interval '1 day'
   LIMIT 1;
  outcome := CASE WHEN FOUND THEN 'twin' ELSE 'made' END;
  IF outcome = 'made' THEN
    made := nextval('comments_id_seq');
    made_depth := coalesce(parent.depth + 1, 0);
    made_epoch := extract(epoch FROM now());
    INSERT INTO comments (id, bemoaning_id, post_slug, parent_id, root_id, depth, author_id, body, body_html)
    OVERRIDING SYSTEM VALUE
    VALUES (made, the_bemoaning, the_post, the_parent, coalesce(parent.root_id, made), made_depth, the_author, the_body, the_html);
    IF the_post IS NULL THEN
      -- The rank is locked. The same counts as recount in lib/comment/counts.ts, without reading the whole thread.
      UPDATE bemoaning_ranks r
         SET comments = r.comments + 1,
             commenters = r.commenters + (NOT EXISTS (
               SELECT 1 FROM comments c
                WHERE c.bemoaning_id = the_bemoaning AND c.author_id = the_author AND c.id <> made
                  AND c.deleted_at IS NULL AND c.removed_at IS NULL))::int
       WHERE r.id = the_bemoaning;
      PERFORM notify_comment(made, the_bemoaning, the_parent, the_author);
    END IF;
  END IF;
  IF the_key IS NOT NULL THEN
    INSERT INTO idempotency_keys (user_id, key, request, comment_id) VALUES (the_author, the_key, the_request, made);
  END IF;
END $function$;
