CREATE OR REPLACE FUNCTION public.search_newest(the_table regclass, the_subject text, words tsquery, filters tsquery, the_top bigint, since double precision, until double precision, want integer)
 RETURNS TABLE(id bigint, subject bigint, epoch double precision, score real)
 LANGUAGE plpgsql
 STABLE
 SET enable_indexscan TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  everything tsquery := CASE WHEN numnode(words) = 0 THEN filters WHEN numnode(filters) = 0 THEN words ELSE words && filters END;
  dated boolean := since > 0 OR until < 1e12;
  walk text := CASE WHEN dated THEN 'month' ELSE 'shelf' END;
  lowest int := CASE WHEN dated THEN floor(greatest(since, 0) / 2629800) ELSE 0 END;
  upper int;
  lower int;
  span int := 1;
  -- In shelves; the newest one is only begun.
  seen float8 := CASE WHEN dated THEN 0 ELSE ((the_top - 1) & 4095) / 4096.0 - 1 END;
  found int := 0;
  got int;
BEGIN
  IF numnode(everything) = 0 OR the_top IS NULL THEN RETURN; END IF;
  upper := CASE WHEN dated THEN floor(least(until, extract(epoch FROM now()) + 86400) / 2629800)
                ELSE (the_top - 1) >> 12 END;
  LOOP
    -- A list of many shelves costs more than it saves, and where one holds nothing, all together hold little.
    lower := CASE WHEN span IS NULL OR span > 64 THEN lowest ELSE greatest(upper - span + 1, lowest) END;
    RETURN QUERY EXECUTE format(
      'SELECT s.id, s.%I, s.epoch, ts_rank(s.search, %L::tsquery, 1) FROM %s s
        WHERE s.search @@ %L::tsquery AND s.%I %s BETWEEN %s AND %s AND s.id < %L::bigint AND s.epoch >= %L::float8 AND s.epoch < %L::float8
        ORDER BY s.id DESC LIMIT %s',
      the_subject, words, the_table, everything, walk, CASE WHEN span IS NULL OR span > 64 THEN '+ 0' END, lower, upper, the_top, since, until, want - found);
    GET DIAGNOSTICS got = ROW_COUNT;
    found := found + got;
    EXIT WHEN found >= want OR lower <= lowest;
    seen := seen + upper - lower + 1;
    upper := lower - 1;
    span := least(1000000, ceil((want - found) * 1.2 * seen / nullif(found, 0)));
  END LOOP;
END $function$;
