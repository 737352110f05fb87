CREATE OR REPLACE FUNCTION public.search_spell(misspelt text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET "pg_trgm.similarity_threshold" TO '0.2'
AS $function$
  SELECT w.word FROM search_words w
   WHERE w.word % misspelt AND length(w.word) BETWEEN length(misspelt) - 2 AND length(misspelt) + 2
     AND levenshtein_less_equal(w.word, misspelt, 2) <= CASE WHEN length(misspelt) < 5 THEN 1 ELSE 2 END
     AND NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = misspelt)
   ORDER BY levenshtein_less_equal(w.word, misspelt, 2), similarity(w.word, misspelt) DESC, w.word LIMIT 1
$function$;
