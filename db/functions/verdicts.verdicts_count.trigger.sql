CREATE TRIGGER verdicts_count AFTER INSERT OR DELETE OR UPDATE OF outcome, points, month ON public.verdicts FOR EACH ROW EXECUTE FUNCTION verdicts_count();
