CREATE OR REPLACE FUNCTION public.search_text(text text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
BEGIN
  -- Most texts hold none of these; looking for a letter costs a hundredth of a regular expression.
  IF strpos(text, '++') > 0 THEN text := regexp_replace(text, '(?<![[:alnum:]])[cC]\+\+', 'cplusplus', 'g'); END IF;
  IF strpos(text, '#') > 0 THEN
    text := regexp_replace(text, '(?<![[:alnum:]])[cC]#', 'csharp', 'g');
    text := regexp_replace(text, '(?<![[:alnum:]])[fF]#', 'fsharp', 'g');
  END IF;
  IF strpos(lower(text), '.net') > 0 THEN
    text := regexp_replace(text, '(?<=[[:alnum:]])\.(NET|Net)(?![[:alnum:]])', ' dotnet', 'g');
    text := regexp_replace(text, '(?<![[:alnum:]])\.(NET|Net|net)(?![[:alnum:]])', 'dotnet', 'g');
  END IF;
  IF strpos(lower(text), 'objective-') > 0 THEN text := regexp_replace(text, '(?<![[:alnum:]])[oO]bjective-[cC](?![[:alnum:]])', 'objectivec', 'g'); END IF;
  IF strpos(lower(text), 'node.js') > 0 THEN text := regexp_replace(text, '[nN]ode\.[jJ][sS](?![[:alnum:]])', 'nodejs', 'g'); END IF;
  IF strpos(text, 'C') > 0 THEN text := regexp_replace(text, $re$(?<![[:alnum:].'’/&-])C(?![[:alnum:]'’&]|\.[[:alnum:]])$re$, 'clanguage', 'g'); END IF;
  IF strpos(text, 'R') > 0 THEN text := regexp_replace(text, $re$(?<![[:alnum:].'’/&-])R(?![[:alnum:]'’&.])$re$, 'rlanguage', 'g'); END IF;
  -- The verb begins a sentence with a capital; the language has it in the middle of one as well.
  IF strpos(text, ' Go') > 0 THEN text := regexp_replace(text, '(?<=[a-z0-9,;(] )Go(?![[:alnum:]-])', 'Go golang', 'g'); END IF;
  text := translate(text, '/\@:=_', '      ');
  IF text !~ '\.[[:alnum:]]' THEN RETURN text; END IF;
  RETURN regexp_replace(text, '(?<=[[:alnum:]])\.(?=[[:alnum:]])', ' ', 'g');
END $function$;
