CREATE TRIGGER search_tags_put AFTER INSERT ON public.bemoaning_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_on_tags();
