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
