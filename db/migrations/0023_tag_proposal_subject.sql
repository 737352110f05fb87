SET LOCAL check_function_bodies = off;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.moderations_have_a_subject()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF num_nonnulls(NEW.bemoaning_id, NEW.comment_id, NEW.user_id, NEW.tag_proposal_id) <> 1 THEN
    RAISE EXCEPTION 'a row of the moderation log has one subject' USING ERRCODE = 'check_violation', CONSTRAINT = 'moderations_one_subject';
  END IF;
  RETURN NEW;
END $function$;
