CREATE OR REPLACE FUNCTION public.count_author(the_user bigint, b integer, c integer, r integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF the_user IS NULL OR (b = 0 AND c = 0 AND r = 0) THEN RETURN; END IF;
  UPDATE author_counts a SET bemoanings = a.bemoanings + b, comments = a.comments + c, remedies = a.remedies + r WHERE user_id = the_user;
  IF FOUND OR least(b, c, r) < 0 THEN RETURN; END IF;
  INSERT INTO author_counts AS a (user_id, bemoanings, comments, remedies) VALUES (the_user, b, c, r)
  ON CONFLICT (user_id) DO UPDATE SET bemoanings = a.bemoanings + b, comments = a.comments + c, remedies = a.remedies + r;
END $function$;
