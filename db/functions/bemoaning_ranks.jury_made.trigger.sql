CREATE TRIGGER jury_made AFTER INSERT ON public.bemoaning_ranks FOR EACH ROW WHEN ((new.status = 'pending'::status)) EXECUTE FUNCTION jury_follow();
