CREATE OR REPLACE FUNCTION public.moderations_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'UPDATE'
     AND (NEW.moderator_id IS NULL OR NEW.moderator_id IS NOT DISTINCT FROM OLD.moderator_id)
     AND (NEW.user_id IS NULL OR NEW.user_id IS NOT DISTINCT FROM OLD.user_id)
     AND to_jsonb(NEW) - 'moderator_id' - 'user_id' = to_jsonb(OLD) - 'moderator_id' - 'user_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the moderation log is append-only' USING ERRCODE = 'restrict_violation';
END $function$;
