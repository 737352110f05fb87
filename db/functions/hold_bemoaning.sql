CREATE OR REPLACE FUNCTION public.hold_bemoaning(the_id bigint)
 RETURNS TABLE(id bigint, body text, version integer, author_id bigint, anonymous boolean, status status, state state, locked boolean, taken_back boolean, merged boolean)
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM bemoaning_ranks r WHERE r.id = the_id FOR NO KEY UPDATE;
  -- A separate statement: the locking one would show the bemoaning as it was before the lock was granted.
  RETURN QUERY
    SELECT b.id, b.body, b.version, b.author_id, b.anonymous, r.status, r.state, b.locked_at IS NOT NULL, b.fingerprint = '', b.merged_into IS NOT NULL
      FROM bemoaning_ranks r JOIN bemoanings b ON b.id = r.id WHERE r.id = the_id;
END $function$;
