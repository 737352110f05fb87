CREATE OR REPLACE FUNCTION public.voter_weighs(the_voter bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  SELECT coalesce((
    SELECT w.damped_at IS NULL AND (u.role <> 'user' OR u.created_at <= now() - interval '1 day')
      FROM voters w JOIN users u ON u.id = w.user_id WHERE w.id = the_voter), false)
$function$;
