CREATE OR REPLACE FUNCTION public.ranks_copy_tags(the_ids bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  -- A new rank has its tags already.
  UPDATE bemoaning_ranks r SET tag_ids = n.ids
    FROM (SELECT i AS id, array(SELECT t.tag_id FROM bemoaning_tags t WHERE t.bemoaning_id = i ORDER BY t.tag_id) AS ids FROM unnest(the_ids) i) n
   WHERE r.id = n.id AND r.tag_ids IS DISTINCT FROM n.ids
$function$;
