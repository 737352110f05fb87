CREATE OR REPLACE FUNCTION public.add_bemoaning(the_author bigint, is_anonymous boolean, the_body text, the_details text, the_details_html text, the_fingerprint text, the_status status, the_tags bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  made bigint;
BEGIN
  INSERT INTO bemoanings (author_id, anonymous, body, details, details_html, fingerprint)
  VALUES (the_author, is_anonymous, the_body, the_details, the_details_html, the_fingerprint) RETURNING id INTO made;
  INSERT INTO bemoaning_ranks (id, status, tag_ids) VALUES (made, the_status, array(SELECT t::smallint FROM unnest(the_tags) t ORDER BY t));
  INSERT INTO bemoaning_tags (bemoaning_id, tag_id) SELECT made, t FROM unnest(the_tags) WITH ORDINALITY AS n(t, i) ORDER BY i;
  RETURN made;
END $function$;
