CREATE TRIGGER remedies_count_author AFTER UPDATE OF remedy_id ON public.bemoanings FOR EACH ROW WHEN ((old.remedy_id IS DISTINCT FROM new.remedy_id)) EXECUTE FUNCTION remedies_count_author();
