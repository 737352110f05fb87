CREATE OR REPLACE FUNCTION public.search_on_comment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.bemoaning_id IS NULL THEN RETURN NULL; END IF;
  IF NEW.deleted_at IS NOT NULL OR NEW.removed_at IS NOT NULL THEN
    DELETE FROM search_comments WHERE id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(array[NEW.id])
      ON CONFLICT (id) DO UPDATE SET bemoaning_id = excluded.bemoaning_id, search = excluded.search;
  INSERT INTO search_unlearnt (id, comment) VALUES (NEW.id, true) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $function$;
