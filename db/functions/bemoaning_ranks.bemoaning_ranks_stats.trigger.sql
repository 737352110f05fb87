CREATE TRIGGER bemoaning_ranks_stats AFTER INSERT ON public.bemoaning_ranks FOR EACH ROW WHEN ((new.status = 'published'::status)) EXECUTE FUNCTION bemoaning_ranks_stats();
