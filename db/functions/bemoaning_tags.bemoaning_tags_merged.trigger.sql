CREATE TRIGGER bemoaning_tags_merged AFTER UPDATE OF tag_id ON public.bemoaning_tags FOR EACH ROW WHEN ((old.tag_id <> new.tag_id)) EXECUTE FUNCTION bemoaning_tags_to_ranks();
