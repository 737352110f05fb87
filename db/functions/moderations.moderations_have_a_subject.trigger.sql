CREATE TRIGGER moderations_have_a_subject BEFORE INSERT ON public.moderations FOR EACH ROW EXECUTE FUNCTION moderations_have_a_subject();
