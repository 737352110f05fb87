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
