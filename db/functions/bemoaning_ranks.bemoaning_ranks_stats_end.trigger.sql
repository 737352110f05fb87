CREATE TRIGGER bemoaning_ranks_stats_end BEFORE DELETE ON public.bemoaning_ranks FOR EACH ROW WHEN ((old.status = 'published'::status)) EXECUTE FUNCTION bemoaning_ranks_stats();
