CREATE TRIGGER search_handle AFTER UPDATE OF handle ON public.users FOR EACH ROW WHEN ((old.handle IS DISTINCT FROM new.handle)) EXECUTE FUNCTION search_on_handle();
