CREATE TRIGGER bemoaning_tags_put AFTER INSERT ON public.bemoaning_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bemoaning_tags_to_ranks();
