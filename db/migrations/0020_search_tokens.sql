SET LOCAL check_function_bodies = off;
--> statement-breakpoint
-- Rows that writers have begun with the functions before are finished first; the next ones wait for this transaction.
LOCK TABLE search_bemoanings, search_comments IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "search_pending" (
	"comment" boolean PRIMARY KEY NOT NULL,
	"below" bigint NOT NULL
);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION ibtsocs ALTER MAPPING FOR numword, numhword WITH unaccent, simple;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_comment_documents(the_ids bigint[])
 RETURNS TABLE(id bigint, bemoaning_id bigint, epoch double precision, search tsvector)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT c.id, c.bemoaning_id, extract(epoch FROM c.created_at)::float8, to_tsvector('ibtsocs', search_tokens(c.body))
    FROM comments c
   WHERE c.bemoaning_id IS NOT NULL AND c.deleted_at IS NULL AND c.removed_at IS NULL
     AND (the_ids IS NULL OR c.id = ANY (the_ids))
$function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_documents(the_ids bigint[])
 RETURNS TABLE(id bigint, epoch double precision, search tsvector)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT r.id, r.epoch,
         setweight(to_tsvector('ibtsocs', search_tokens(b.body)), 'A')
      || setweight(to_tsvector('ibtsocs', search_tokens(coalesce(t.words, ''))), 'B')
      || setweight(to_tsvector('ibtsocs', search_tokens(left(coalesce(b.details, '') || ' ' || coalesce(b.ending, ''), 20000))), 'C')
      || setweight(to_tsvector('ibtsocs', search_tokens(coalesce(t.aliases, ''))), 'D')
      || array_to_tsvector(array_remove(
           array['state:' || r.state, 'by:' || CASE WHEN NOT b.anonymous THEN u.handle END,
                 CASE WHEN b.remedy_id IS NOT NULL THEN 'has:remedy' END,
                 CASE WHEN b.details IS NOT NULL THEN 'has:details' END,
                 CASE WHEN b.ending IS NOT NULL THEN 'has:ending' END] || coalesce(t.names, '{}'), NULL))
    FROM bemoaning_ranks r
    JOIN bemoanings b ON b.id = r.id
    LEFT JOIN users u ON u.id = b.author_id
    LEFT JOIN LATERAL (
      SELECT string_agg(t.name || ' ' || t.label, ' ' ORDER BY t.name) AS words,
             string_agg(array_to_string(t.aliases, ' '), ' ' ORDER BY t.name) AS aliases,
             (SELECT array_agg('tag:' || word ORDER BY word)
                FROM bemoaning_tags n JOIN tags a ON a.id = n.tag_id, unnest(a.name || a.aliases) word WHERE n.bemoaning_id = r.id) AS names
        FROM bemoaning_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.bemoaning_id = r.id
    ) t ON true
   WHERE r.status = 'published' AND (the_ids IS NULL OR r.id = ANY (the_ids))
$function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_learn(most integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  texts int;
BEGIN
  WITH batch AS (
    DELETE FROM search_unlearnt u USING (SELECT id, comment FROM search_unlearnt LIMIT most FOR UPDATE SKIP LOCKED) n
     WHERE u.id = n.id AND u.comment = n.comment RETURNING u.id, u.comment),
  written AS (
    SELECT concat_ws(' ', b.body, left(b.details, 20000), b.ending, (
             SELECT string_agg(t.name || ' ' || t.label || ' ' || array_to_string(t.aliases, ' '), ' ')
               FROM bemoaning_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.bemoaning_id = b.id)) AS text
      FROM batch n JOIN bemoanings b ON b.id = n.id WHERE NOT n.comment
    UNION ALL SELECT c.body FROM batch n JOIN comments c ON c.id = n.id WHERE n.comment),
  learnt AS (
    INSERT INTO search_words (word)
    SELECT DISTINCT word
      FROM written w, unnest(string_to_array(search_tokens(w.text), ' ')) word
     WHERE word ~ '^[a-z]{3,30}$'
       AND word NOT IN ('clanguage', 'rlanguage', 'cplusplus', 'csharp', 'fsharp', 'dotnet', 'objectivec', 'nodejs')
     ORDER BY 1
    ON CONFLICT DO NOTHING)
  SELECT count(*) INTO texts FROM batch;
  RETURN texts;
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_reindex(most integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  part search_pending;
  ids bigint[];
BEGIN
  SELECT * INTO part FROM search_pending p ORDER BY p.comment LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN 0; END IF;
  IF part.comment THEN
    ids := array(SELECT id FROM search_comments WHERE id < part.below ORDER BY id DESC LIMIT most);
    -- The lock comes first and in a statement of its own, so that an edit at the same time is not overwritten.
    PERFORM 1 FROM comments c WHERE c.id = ANY (ids) ORDER BY c.id FOR NO KEY UPDATE;
    WITH written AS (
      UPDATE search_comments s SET search = d.search FROM search_comment_documents(ids) d
       WHERE d.id = s.id AND s.search IS DISTINCT FROM d.search RETURNING s.id)
    INSERT INTO search_unlearnt (id, comment) SELECT w.id, true FROM written w ON CONFLICT DO NOTHING;
  ELSE
    ids := array(SELECT id FROM search_bemoanings WHERE id < part.below ORDER BY id DESC LIMIT most);
    PERFORM search_refresh(ids);
  END IF;
  IF cardinality(ids) < most THEN DELETE FROM search_pending p WHERE p.comment = part.comment;
  ELSE UPDATE search_pending p SET below = ids[most] WHERE p.comment = part.comment; END IF;
  RETURN cardinality(ids);
END $function$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.search_tokens(text text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
-- The same as tokensOf in text/tokens.ts, which says why; the classes are those of text/word-classes.ts. The answer has
-- only letters, digits, marks and spaces, so Postgres' parser cuts it at the spaces in every locale.
DECLARE
  separators constant text := '[\u0080-\u00a9\u00ab-\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02bc\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384-\u0385\u0387\u03f6\u0482\u055a-\u055f\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3-\u05f4\u0606-\u060f\u061b\u061d-\u061f\u066a-\u066d\u06d4\u06de\u06e9\u06fd-\u06fe\u0700-\u070d\u07f6-\u07f9\u07fe-\u07ff\u0830-\u083e\u085e\u0888\u0964-\u0965\u0970\u09f2-\u09f3\u09fa-\u09fb\u09fd\u0a76\u0af0-\u0af1\u0b70\u0bf3-\u0bfa\u0c77\u0c7f\u0c84\u0d4f\u0d79\u0df4\u0e3f\u0e4f\u0e5a-\u0e5b\u0f01-\u0f17\u0f1a-\u0f1f\u0f34\u0f36\u0f38\u0f3a-\u0f3d\u0f85\u0fbe-\u0fc5\u0fc7-\u0fda\u104a-\u104f\u109e-\u109f\u10fb\u1360-\u1368\u1390-\u1399\u1400\u166d-\u166e\u1680\u169b-\u169c\u16eb-\u16ed\u1735-\u1736\u17d4-\u17d6\u17d8-\u17db\u1800-\u180a\u1940-\u1945\u19de-\u19ff\u1a1e-\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b4e-\u1b4f\u1b5a-\u1b6a\u1b74-\u1b7f\u1bfc-\u1bff\u1c3b-\u1c3f\u1c7e-\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd-\u200b\u2010-\u2029\u202f-\u205f\u207a-\u207e\u208a-\u208e\u20a0-\u20c1\u2100-\u2101\u2103-\u2106\u2108-\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127\u2129\u212e\u213a-\u213b\u2140-\u2144\u214a-\u214d\u214f\u218a-\u244a\u249c-\u24e9\u2500-\u2775\u2794-\u2bff\u2ce5-\u2cea\u2cf9-\u2cfc\u2cfe-\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\u3030\u3036-\u3037\u303d-\u303f\u309b-\u309c\u30a0\u30fb\u3190-\u3191\u3196-\u319f\u31c0-\u31ef\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua4fe-\ua4ff\ua60d-\ua60f\ua673\ua67e\ua6f2-\ua716\ua720-\ua721\ua789-\ua78a\ua828-\ua82b\ua836-\ua839\ua874-\ua877\ua8ce-\ua8cf\ua8f8-\ua8fa\ua8fc\ua92e-\ua92f\ua95f\ua9c1-\ua9cd\ua9de-\ua9df\uaa5c-\uaa5f\uaa77-\uaa79\uaade-\uaadf\uaaf0-\uaaf1\uab5b\uab6a-\uab6b\uabeb\ue000-\uf8ff\ufb29\ufbb2-\ufbd2\ufd3e-\ufd4f\ufd90-\ufd91\ufdc8-\ufdcf\ufdfc-\ufdff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffee\ufffc-\ufffd\U0001d000-\U0001d1ff\U0001f000-\U0001fbef\U0001fbfa\U000f0000-\U0010ffff]';
  unspaced constant text := '[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u303b\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]';
  w constant text := '0-9A-Za-z\u0080-\U0010ffff';
  alone constant text := '(?<![' || w || '])';
  ends constant text := '(?![' || w || '])';
  picture text;
BEGIN
  IF octet_length(text) > length(text) THEN
    text := regexp_replace(text, '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]+', '', 'g');
    text := regexp_replace(text, '[\u02bc\u2018\u2019\u201b\uff07]', '''', 'g');
    FOR picture IN SELECT DISTINCT m[1] FROM regexp_matches(text, '[\u231a\u231b\u23e9-\u23fa\u2600-\u2767\u2795-\u2797\u2b50\u2b55\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001f6ff\U0001f7e0-\U0001f7ff\U0001f900-\U0001faff]', 'g') m LOOP
      text := replace(text, picture, ' emoji' || to_hex(ascii(picture)) || ' ');
    END LOOP;
    text := regexp_replace(text, separators, ' ', 'g');
    text := regexp_replace(normalize(text, NFKC), separators, ' ', 'g');
  END IF;
  -- Most texts hold none of these; looking for a letter costs a hundredth of a regular expression.
  IF strpos(text, 'C') > 0 THEN
    text := regexp_replace(text, $re$(?<![$re$ || w || $re$.'/&-])C(?![$re$ || w || $re$'&+#]|\.[$re$ || w || '])', ' clanguage ', 'g');
  END IF;
  IF strpos(text, 'R') > 0 THEN
    text := regexp_replace(text, $re$(?<![$re$ || w || $re$.'/&-])R(?![$re$ || w || $re$'&.])$re$, ' rlanguage ', 'g');
  END IF;
  IF strpos(text, ' Go') > 0 THEN
    text := regexp_replace(text, '(?<=[a-z0-9,;(] )Go(?![' || w || '-])', 'Go golang', 'g');
  END IF;
  IF strpos(text, '++') > 0 THEN
    text := regexp_replace(text, alone || '[cC]\+\+', ' cplusplus ', 'g');
  END IF;
  IF strpos(text, '#') > 0 THEN
    text := regexp_replace(text, alone || '[cC]#', ' csharp ', 'g');
    text := regexp_replace(text, alone || '[fF]#', ' fsharp ', 'g');
  END IF;
  IF strpos(lower(text), '.net') > 0 THEN
    text := regexp_replace(text, '(?<=[' || w || '])\.(?:NET|Net)' || ends, ' dotnet ', 'g');
    text := regexp_replace(text, alone || '\.(?:NET|Net|net)' || ends, ' dotnet ', 'g');
  END IF;
  IF strpos(lower(text), 'objective-') > 0 THEN
    text := regexp_replace(text, alone || '[oO]bjective-[cC]' || ends, ' objectivec ', 'g');
  END IF;
  IF strpos(lower(text), 'node.js') > 0 THEN
    text := regexp_replace(text, alone || '[nN]ode\.[jJ][sS]' || ends, ' nodejs ', 'g');
  END IF;
  text := regexp_replace(text, '[^' || w || ']+', ' ', 'g');
  IF octet_length(text) = length(text) THEN RETURN btrim(lower(text)); END IF;
  text := replace(lower(text COLLATE "und-x-icu"), 'ς', 'σ');
  IF text !~ unspaced THEN RETURN btrim(text); END IF;
  RETURN (
    SELECT btrim(regexp_replace(string_agg(CASE WHEN run[1] IS NULL THEN run[2] ELSE ' ' || pairs || ' ' END, '' ORDER BY at), ' +', ' ', 'g'))
      FROM regexp_matches(text, '(' || unspaced || '+)|([^' || substr(unspaced, 2) || '+)', 'g') WITH ORDINALITY r(run, at)
      LEFT JOIN LATERAL (
        SELECT string_agg(c || coalesce(after, ''), ' ' ORDER BY i) AS pairs
          FROM (SELECT c, i, lead(c) OVER (ORDER BY i) AS after
                  FROM unnest(string_to_array(run[1], NULL)) WITH ORDINALITY u(c, i)) p
      ) p ON true);
END $function$;
--> statement-breakpoint
-- The rows are indexed anew in steps, by a job, while the site answers: the old words are found meanwhile. search_text
-- stays for the build before while processes are exchanged; a later migration takes it away.
INSERT INTO search_pending (comment, below) SELECT false, 9007199254740991 WHERE EXISTS (SELECT 1 FROM search_bemoanings)
UNION ALL SELECT true, 9007199254740991 WHERE EXISTS (SELECT 1 FROM search_comments);
