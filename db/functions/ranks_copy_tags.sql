CREATE OR REPLACE FUNCTION public.ranks_copy_tags(the_ids bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  UPDATE bemoaning_ranks r SET tag_ids = array(SELECT t.tag_id FROM bemoaning_tags t WHERE t.bemoaning_id = r.id ORDER BY t.tag_id)
   WHERE r.id = ANY (the_ids)
$function$;
