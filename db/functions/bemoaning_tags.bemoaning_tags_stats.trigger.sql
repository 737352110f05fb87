CREATE TRIGGER bemoaning_tags_stats AFTER INSERT OR DELETE ON public.bemoaning_tags FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_stats();
