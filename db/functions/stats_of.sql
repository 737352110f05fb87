CREATE OR REPLACE FUNCTION public.stats_of(r bemoaning_ranks)
 RETURNS TABLE(measure stat_measure, day date, key integer, n bigint)
 LANGUAGE plpgsql
AS $function$
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
END $function$;
