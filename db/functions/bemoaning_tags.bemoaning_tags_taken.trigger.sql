CREATE TRIGGER bemoaning_tags_taken AFTER DELETE ON public.bemoaning_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bemoaning_tags_to_ranks();
