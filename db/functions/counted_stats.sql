CREATE OR REPLACE FUNCTION public.counted_stats()
 RETURNS TABLE(measure stat_measure, day date, key integer, n bigint)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT 'bemoaning'::stat_measure, stat_day(r.epoch), stat_hour(r.epoch), count(*)
    FROM bemoaning_ranks r WHERE r.status = 'published' GROUP BY 2, 3
  UNION ALL
  SELECT 'tag', stat_day(r.epoch), t.tag_id::int, count(*)
    FROM bemoaning_ranks r JOIN bemoaning_tags t ON t.bemoaning_id = r.id
   WHERE r.status = 'published' GROUP BY 2, 3
  UNION ALL
  SELECT 'fix', stat_day(r.fixed_epoch), stat_days(r.epoch, r.fixed_epoch), count(*)
    FROM bemoaning_ranks r WHERE r.status = 'published' AND r.state = 'fixed' GROUP BY 2, 3
  UNION ALL
  SELECT 'fix_tag', stat_day(r.fixed_epoch), t.tag_id::int, count(*)
    FROM bemoaning_ranks r JOIN bemoaning_tags t ON t.bemoaning_id = r.id
   WHERE r.status = 'published' AND r.state = 'fixed' GROUP BY 2, 3
  UNION ALL
  SELECT 'comment', stat_day(c.at), stat_hour(c.at), count(*)
    FROM (SELECT extract(epoch FROM k.created_at)::float8 AS at
            FROM comments k JOIN bemoaning_ranks r ON r.id = k.bemoaning_id
           WHERE r.status = 'published' AND k.deleted_at IS NULL AND k.removed_at IS NULL) c
   GROUP BY 2, 3
$function$;
