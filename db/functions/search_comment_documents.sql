CREATE OR REPLACE FUNCTION public.search_comment_documents(the_ids bigint[])
 RETURNS TABLE(id bigint, bemoaning_id bigint, epoch double precision, search tsvector)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT c.id, c.bemoaning_id, extract(epoch FROM c.created_at)::float8, to_tsvector('ibtsocs', search_tokens(c.body))
    FROM comments c
   WHERE c.bemoaning_id IS NOT NULL AND c.deleted_at IS NULL AND c.removed_at IS NULL
     AND (the_ids IS NULL OR c.id = ANY (the_ids))
$function$;
