CREATE OR REPLACE FUNCTION public.ranks_copy_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  SELECT b.author_id, b.anonymous INTO NEW.author_id, NEW.anonymous FROM bemoanings b WHERE b.id = NEW.id;
  NEW.tag_ids := coalesce(NEW.tag_ids, '{}');
  RETURN NEW;
END $function$;
