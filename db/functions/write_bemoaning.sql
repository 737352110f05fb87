CREATE OR REPLACE FUNCTION public.write_bemoaning(the_author bigint, is_anonymous boolean, the_body text, the_details text, the_details_html text, the_fingerprint text, the_status status, tag_names text[], the_key text, the_request text, key_kept interval, OUT outcome text, OUT made bigint, OUT subject text, OUT made_epoch double precision)
 RETURNS record
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  the_tags bigint[];
BEGIN
  -- All statements look rows up by their keys: planning them anew for each value costs more than running them.
  IF the_key IS NOT NULL AND NOT use_key(the_author, the_key, key_kept) THEN outcome := 'used'; RETURN; END IF;
  -- The same text at the same time: one after the other. The same as sameText in lib/bemoaning/checks.ts.
  PERFORM pg_advisory_xact_lock(hashtextextended(the_fingerprint, 1));
  SELECT b.id, b.body INTO made, subject FROM bemoanings b JOIN bemoaning_ranks r ON r.id = b.id
   WHERE b.fingerprint = the_fingerprint
     AND (r.status = 'pending' OR r.status = 'published' AND b.created_at > now() - interval '24 hours')
   LIMIT 1;
  IF FOUND THEN outcome := 'duplicate'; RETURN; END IF;
  -- Every writer locks tags in the order of their ids, to avoid deadlocks; here so that none is deleted before its use.
  SELECT array_agg(t.id ORDER BY t.id) INTO the_tags
    FROM (SELECT id FROM tags WHERE name = ANY (tag_names) ORDER BY id FOR KEY SHARE) t;
  IF coalesce(cardinality(the_tags), 0) < cardinality(tag_names) THEN
    outcome := 'unknown-tag';
    subject := (SELECT n FROM unnest(tag_names) n WHERE NOT EXISTS (SELECT 1 FROM tags WHERE name = n) LIMIT 1);
    RETURN;
  END IF;
  outcome := 'made';
  made := add_bemoaning(the_author, is_anonymous, the_body, the_details, the_details_html, the_fingerprint, the_status, the_tags);
  made_epoch := extract(epoch FROM now());
  subject := (SELECT string_agg(name, ',' ORDER BY name) FROM tags WHERE id = ANY (the_tags));
  IF the_key IS NOT NULL THEN
    INSERT INTO idempotency_keys (user_id, key, request, bemoaning_id) VALUES (the_author, the_key, the_request, made);
  END IF;
END $function$;
