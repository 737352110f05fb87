CREATE TRIGGER handles_are_held AFTER INSERT OR UPDATE OF skeleton ON public.users FOR EACH ROW EXECUTE FUNCTION handles_are_held();
