CREATE OR REPLACE FUNCTION public.handles_are_held()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT 1 FROM old_handles o WHERE o.skeleton = NEW.skeleton AND o.user_id <> NEW.id) THEN
    RAISE EXCEPTION 'this handle is held' USING ERRCODE = 'unique_violation', CONSTRAINT = 'users_handle_held';
  END IF;
  RETURN NULL;
END $function$;
