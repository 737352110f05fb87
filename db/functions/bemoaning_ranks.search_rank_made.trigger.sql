CREATE TRIGGER search_rank_made AFTER INSERT ON public.bemoaning_ranks REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION search_on_ranks();
