CREATE TRIGGER bemoaning_tags_count AFTER INSERT OR DELETE OR UPDATE OF published ON public.bemoaning_tags FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_count();
