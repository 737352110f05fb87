CREATE OR REPLACE FUNCTION public.search_documents(the_ids bigint[])
 RETURNS TABLE(id bigint, epoch double precision, search tsvector)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT r.id, r.epoch,
         setweight(to_tsvector('ibtsocs', search_tokens(b.body)), 'A')
      || setweight(to_tsvector('ibtsocs', search_tokens(coalesce(t.words, ''))), 'B')
      || setweight(to_tsvector('ibtsocs', search_tokens(left(coalesce(b.details, '') || ' ' || coalesce(b.ending, ''), 20000))), 'C')
      || setweight(to_tsvector('ibtsocs', search_tokens(coalesce(t.aliases, ''))), 'D')
      || array_to_tsvector(array_remove(
           array['state:' || r.state, 'by:' || CASE WHEN NOT b.anonymous THEN u.handle END,
                 CASE WHEN b.remedy_id IS NOT NULL THEN 'has:remedy' END,
                 CASE WHEN b.details IS NOT NULL THEN 'has:details' END,
                 CASE WHEN b.ending IS NOT NULL THEN 'has:ending' END] || coalesce(t.names, '{}'), NULL))
    FROM bemoaning_ranks r
    JOIN bemoanings b ON b.id = r.id
    LEFT JOIN users u ON u.id = b.author_id
    LEFT JOIN LATERAL (
      SELECT string_agg(t.name || ' ' || t.label, ' ' ORDER BY t.name) AS words,
             string_agg(array_to_string(t.aliases, ' '), ' ' ORDER BY t.name) AS aliases,
             (SELECT array_agg('tag:' || word ORDER BY word)
                FROM bemoaning_tags n JOIN tags a ON a.id = n.tag_id, unnest(a.name || a.aliases) word WHERE n.bemoaning_id = r.id) AS names
        FROM bemoaning_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.bemoaning_id = r.id
    ) t ON true
   WHERE r.status = 'published' AND (the_ids IS NULL OR r.id = ANY (the_ids))
$function$;
