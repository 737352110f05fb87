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
