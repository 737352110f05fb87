CREATE OR REPLACE FUNCTION public.add_comment(the_id bigint, the_bemoaning bigint, the_post text, the_parent bigint, the_root bigint, the_depth integer, the_author bigint, the_body text, the_html text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO comments (id, bemoaning_id, post_slug, parent_id, root_id, depth, author_id, body, body_html)
  OVERRIDING SYSTEM VALUE VALUES (the_id, the_bemoaning, the_post, the_parent, the_root, the_depth, the_author, the_body, the_html);
  IF the_bemoaning IS NULL THEN RETURN; END IF;
  -- Callers hold the rank's lock. The same counts as recount in lib/comment/counts.ts.
  UPDATE bemoaning_ranks SET (comments, commenters) =
    (SELECT count(*), count(DISTINCT author_id) FROM comments WHERE bemoaning_id = the_bemoaning AND deleted_at IS NULL AND removed_at IS NULL)
   WHERE id = the_bemoaning;
END $function$;
