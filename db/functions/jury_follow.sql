CREATE OR REPLACE FUNCTION public.jury_follow()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.status = 'pending' THEN
    IF TG_OP = 'INSERT' THEN PERFORM jury_open(NEW.id, 'posted');
    ELSIF coalesce(current_setting('ibtsocs.undoing', true), '') = 'on' AND jury_reopen(NEW.id) THEN NULL;
    ELSE PERFORM jury_open(NEW.id, CASE WHEN OLD.status = 'rejected' THEN 'appeal' ELSE 'returned' END::jury_opening);
    END IF;
  ELSE
    UPDATE jury_rounds
       SET settled_at = now(),
           outcome = CASE NEW.status WHEN 'published' THEN 'publish' WHEN 'rejected' THEN 'reject' END::verdict,
           settled_by = CASE WHEN EXISTS (SELECT 1 FROM bemoanings b WHERE b.id = NEW.id AND b.fingerprint = '')
                             THEN 'author' ELSE 'moderator' END::jury_settler
     WHERE bemoaning_id = NEW.id AND settled_at IS NULL;
  END IF;
  RETURN NULL;
END $function$;
