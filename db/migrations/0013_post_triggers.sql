-- Comments on posts are no part of the search for bemoanings.
CREATE OR REPLACE FUNCTION search_comment_documents(the_ids bigint[])
RETURNS TABLE (id bigint, bemoaning_id bigint, epoch double precision, search tsvector) LANGUAGE sql STABLE AS $$
  SELECT c.id, c.bemoaning_id, extract(epoch FROM c.created_at)::float8, to_tsvector('ibtsocs', search_text(c.body))
    FROM comments c
   WHERE c.bemoaning_id IS NOT NULL AND c.deleted_at IS NULL AND c.removed_at IS NULL
     AND (the_ids IS NULL OR c.id = ANY (the_ids))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_on_comment() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
-- The posts that a text links to: /blog/<slug>, with the host before it where there is one.
CREATE FUNCTION posts_in(body text) RETURNS TABLE (slug text, host text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT m[2], coalesce(lower(m[1]), '')
    FROM regexp_matches(body, '(?:https?://([^/\s<>"]{1,200})|(?<![\w/.:-]))/blog/([a-z0-9-]{1,100})(?![\w/+.-]*/)', 'gi') m
$$;
--> statement-breakpoint
CREATE FUNCTION comment_posts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN DELETE FROM comment_posts WHERE comment_id = NEW.id; END IF;
  INSERT INTO comment_posts (comment_id, slug, host) SELECT NEW.id, p.slug, p.host FROM posts_in(NEW.body) p;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER comment_posts_made AFTER INSERT ON comments FOR EACH ROW
  WHEN (NEW.body LIKE '%/blog/%') EXECUTE FUNCTION comment_posts_keep();
--> statement-breakpoint
CREATE TRIGGER comment_posts_changed AFTER UPDATE OF body ON comments FOR EACH ROW
  WHEN (OLD.body IS DISTINCT FROM NEW.body AND (OLD.body LIKE '%/blog/%' OR NEW.body LIKE '%/blog/%')) EXECUTE FUNCTION comment_posts_keep();
--> statement-breakpoint
INSERT INTO comment_posts (comment_id, slug, host)
SELECT c.id, p.slug, p.host FROM comments c, posts_in(c.body) p WHERE c.body LIKE '%/blog/%';
