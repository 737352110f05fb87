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
