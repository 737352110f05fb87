CREATE TRIGGER comments_count_author AFTER INSERT OR DELETE ON public.comments FOR EACH ROW EXECUTE FUNCTION comments_count_author();
