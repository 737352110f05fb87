CREATE TRIGGER bemoaning_tags_copy BEFORE INSERT ON public.bemoaning_tags FOR EACH ROW EXECUTE FUNCTION bemoaning_tags_copy();
