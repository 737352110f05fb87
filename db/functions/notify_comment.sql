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
