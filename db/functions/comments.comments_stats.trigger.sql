CREATE TRIGGER comments_stats AFTER INSERT OR DELETE OR UPDATE OF deleted_at, removed_at ON public.comments FOR EACH ROW EXECUTE FUNCTION comments_stats();
