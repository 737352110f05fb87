CREATE TRIGGER search_tags_taken AFTER DELETE ON public.bemoaning_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_on_tags();
