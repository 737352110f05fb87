CREATE TRIGGER moderations_append_only BEFORE DELETE OR UPDATE ON public.moderations FOR EACH ROW EXECUTE FUNCTION moderations_append_only();
