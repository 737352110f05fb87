CREATE OR REPLACE FUNCTION public.muted_pattern(the_user bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  -- The same expression as patternOf in lib/reader/mute/rule.ts, which makes it of words that are at hand.
  RETURN (
    SELECT '(^|[^[:alnum:]_])(' || string_agg(regexp_replace(regexp_replace(m.word, '[^[:alnum:][:space:]]', '\\\&', 'g'), '[[:space:]]+', '[[:space:]]+', 'g'), '|') || ')($|[^[:alnum:]_])'
      FROM word_mutes m
     WHERE m.user_id = the_user);
END $function$;
