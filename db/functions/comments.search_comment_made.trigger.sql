CREATE TRIGGER search_comment_made AFTER INSERT ON public.comments FOR EACH ROW EXECUTE FUNCTION search_on_comment();
