CREATE OR REPLACE FUNCTION public.reweigh_votes(the_voters bigint[], heavy boolean)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  moved int;
  touched bigint[];
BEGIN
  WITH moved AS (
    UPDATE votes v SET weighs = heavy
      FROM voters w LEFT JOIN users u ON u.id = w.user_id
     WHERE w.id = v.voter_id AND v.voter_id = ANY (the_voters) AND v.weighs <> heavy
       AND (NOT heavy OR u.role <> 'user' OR v.created_at >= u.created_at + interval '1 day')
    RETURNING v.bemoaning_id, v.kind
  ), sums AS (
    SELECT bemoaning_id, count(*) AS n, (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'bemoan') AS b,
           (CASE WHEN heavy THEN 1 ELSE -1 END) * count(*) FILTER (WHERE kind = 'self_inflicted') AS s
      FROM moved GROUP BY 1
  ), appended AS (
    INSERT INTO vote_deltas (bemoaning_id, bemoan, light_bemoan, self_inflicted, light_self) SELECT bemoaning_id, b, -b, s, -s FROM sums
  )
  SELECT coalesce(sum(n), 0), coalesce(array_agg(bemoaning_id), '{}') INTO moved, touched FROM sums;
  PERFORM fold_votes_of(touched);
  RETURN moved;
END $function$;
