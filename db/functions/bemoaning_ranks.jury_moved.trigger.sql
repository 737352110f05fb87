CREATE TRIGGER jury_moved AFTER UPDATE OF status ON public.bemoaning_ranks FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION jury_follow();
