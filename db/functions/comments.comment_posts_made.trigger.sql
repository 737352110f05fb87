CREATE TRIGGER comment_posts_made AFTER INSERT ON public.comments FOR EACH ROW WHEN ((new.body ~~ '%/blog/%'::text)) EXECUTE FUNCTION comment_posts_keep();
