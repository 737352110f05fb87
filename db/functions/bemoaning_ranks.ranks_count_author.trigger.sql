CREATE TRIGGER ranks_count_author AFTER INSERT OR DELETE ON public.bemoaning_ranks FOR EACH ROW EXECUTE FUNCTION ranks_count_author();
