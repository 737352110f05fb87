CREATE OR REPLACE FUNCTION public.posts_in(body text)
 RETURNS TABLE(slug text, host text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT DISTINCT m[2], coalesce(lower(m[1]), '')
    FROM regexp_matches(body, '(?:https?://([^/\s<>"]{1,200})|(?<![\w/.:-]))/blog/([a-z0-9-]{1,100})(?![\w/+.-]*/)', 'gi') m
$function$;
