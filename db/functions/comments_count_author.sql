CREATE OR REPLACE FUNCTION public.comments_count_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM count_author(OLD.author_id, 0, -(OLD.deleted_at IS NULL AND OLD.removed_at IS NULL)::int, -is_remedy(OLD)::int);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    -- A new comment cannot be the remedy yet.
    PERFORM count_author(NEW.author_id, 0, (NEW.deleted_at IS NULL AND NEW.removed_at IS NULL)::int,
      CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE is_remedy(NEW)::int END);
  END IF;
  RETURN NULL;
END $function$;
