CREATE OR REPLACE FUNCTION public.search_rebuild()
 RETURNS void
 LANGUAGE sql
AS $function$
  DELETE FROM search_changes;
  DELETE FROM search_bemoanings;
  DELETE FROM search_comments;
  INSERT INTO search_bemoanings (id, epoch, search) SELECT id, epoch, search FROM search_documents(NULL);
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(NULL);
  INSERT INTO search_unlearnt (id, comment) SELECT id, false FROM search_bemoanings UNION ALL SELECT id, true FROM search_comments
  ON CONFLICT DO NOTHING;
$function$;
