CREATE TRIGGER ranks_copy_author BEFORE INSERT ON public.bemoaning_ranks FOR EACH ROW EXECUTE FUNCTION ranks_copy_author();
