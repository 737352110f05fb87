SET LOCAL check_function_bodies = off;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.add_bemoaning(the_author bigint, is_anonymous boolean, the_body text, the_details text, the_details_html text, the_fingerprint text, the_status status, the_tags bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  made bigint;
BEGIN
  INSERT INTO bemoanings (author_id, anonymous, body, details, details_html, fingerprint)
  VALUES (the_author, is_anonymous, the_body, the_details, the_details_html, the_fingerprint) RETURNING id INTO made;
  INSERT INTO bemoaning_ranks (id, status) VALUES (made, the_status);
  INSERT INTO bemoaning_tags (bemoaning_id, tag_id) SELECT made, t FROM unnest(the_tags) WITH ORDINALITY AS n(t, i) ORDER BY i;
  RETURN made;
END $function$;
--> statement-breakpoint
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
