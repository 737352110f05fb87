CREATE OR REPLACE FUNCTION public.search_on_rank()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM search_refresh(array[NEW.id]);
  RETURN NULL;
END $function$;
