CREATE OR REPLACE FUNCTION public.use_key(the_user bigint, the_key text, kept interval)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Two requests with the same key run one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended(the_user || '/' || the_key, 2));
  DELETE FROM idempotency_keys WHERE NOT created_at >= now() - kept;
  RETURN NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE user_id = the_user AND key = the_key);
END $function$;
