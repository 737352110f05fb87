CREATE OR REPLACE FUNCTION public.comment_posts_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'UPDATE' THEN DELETE FROM comment_posts WHERE comment_id = NEW.id; END IF;
  INSERT INTO comment_posts (comment_id, slug, host) SELECT NEW.id, p.slug, p.host FROM posts_in(NEW.body) p;
  RETURN NULL;
END $function$;
