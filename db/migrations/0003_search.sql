CREATE EXTENSION IF NOT EXISTS btree_gin;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
--> statement-breakpoint
-- English, but "Zoe" finds Zoë.
CREATE TEXT SEARCH CONFIGURATION ibtsocs (COPY = english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION ibtsocs ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
--> statement-breakpoint
-- A text as search reads it: names that the parser would take apart become words (C++, C#, .NET, C, R, Go), and
-- what it would keep in one piece (paths, addresses, file names) falls apart into words.
CREATE FUNCTION search_text(text text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;
--> statement-breakpoint
CREATE TABLE "search_bemoanings" (
	"id" bigint PRIMARY KEY NOT NULL,
	"epoch" double precision NOT NULL,
	"shelf" integer GENERATED ALWAYS AS ((id >> 12)::int) STORED NOT NULL,
	"month" integer GENERATED ALWAYS AS (floor(epoch / 2629800)::int) STORED NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_comments" (
	"id" bigint PRIMARY KEY NOT NULL,
	"bemoaning_id" bigint NOT NULL,
	"epoch" double precision NOT NULL,
	"shelf" integer GENERATED ALWAYS AS ((id >> 12)::int) STORED NOT NULL,
	"month" integer GENERATED ALWAYS AS (floor(epoch / 2629800)::int) STORED NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_unlearnt" (
	"id" bigint NOT NULL,
	"comment" boolean NOT NULL,
	CONSTRAINT "search_unlearnt_comment_id_pk" PRIMARY KEY("comment","id")
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
-- What search should hold of published bemoanings: those given, or all. Text weighs most, then tags, then details and
-- how it ended, then other names of the tags; operators look for words with a colon, which no text has after search_text.
CREATE FUNCTION search_documents(the_ids bigint[]) RETURNS TABLE (id bigint, epoch double precision, search tsvector)
LANGUAGE sql STABLE AS $$
  SELECT r.id, r.epoch,
         setweight(to_tsvector('ibtsocs', search_text(b.body)), 'A')
      || setweight(to_tsvector('ibtsocs', search_text(coalesce(t.words, ''))), 'B')
      || setweight(to_tsvector('ibtsocs', search_text(left(coalesce(b.details, '') || ' ' || coalesce(b.ending, ''), 20000))), 'C')
      || setweight(to_tsvector('ibtsocs', search_text(coalesce(t.aliases, ''))), 'D')
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
$$;
--> statement-breakpoint
CREATE FUNCTION search_comment_documents(the_ids bigint[])
RETURNS TABLE (id bigint, bemoaning_id bigint, epoch double precision, search tsvector) LANGUAGE sql STABLE AS $$
  SELECT c.id, c.bemoaning_id, extract(epoch FROM c.created_at)::float8, to_tsvector('ibtsocs', search_text(c.body))
    FROM comments c
   WHERE c.deleted_at IS NULL AND c.removed_at IS NULL AND (the_ids IS NULL OR c.id = ANY (the_ids))
$$;
--> statement-breakpoint
-- Makes search hold what it should of these bemoanings. The rank's lock comes first and in a statement of its own, so
-- that of two changes at once the second one reads what the first one wrote.
CREATE FUNCTION search_refresh(the_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM bemoaning_ranks r WHERE r.id = ANY (the_ids) ORDER BY r.id FOR NO KEY UPDATE;
  DELETE FROM search_bemoanings s
   WHERE s.id = ANY (the_ids) AND NOT EXISTS (SELECT 1 FROM bemoaning_ranks r WHERE r.id = s.id AND r.status = 'published');
  WITH written AS (
    INSERT INTO search_bemoanings AS s (id, epoch, search) SELECT d.id, d.epoch, d.search FROM search_documents(the_ids) d
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, search = excluded.search
     WHERE (s.epoch, s.search) IS DISTINCT FROM (excluded.epoch, excluded.search)
    RETURNING s.id)
  INSERT INTO search_unlearnt (id, comment) SELECT w.id, false FROM written w ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
-- Makes everything anew from the texts.
CREATE FUNCTION search_rebuild() RETURNS void LANGUAGE sql AS $$
  DELETE FROM search_bemoanings;
  DELETE FROM search_comments;
  INSERT INTO search_bemoanings (id, epoch, search) SELECT id, epoch, search FROM search_documents(NULL);
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(NULL);
  INSERT INTO search_unlearnt (id, comment) SELECT id, false FROM search_bemoanings UNION ALL SELECT id, true FROM search_comments
  ON CONFLICT DO NOTHING;
$$;
--> statement-breakpoint
SELECT search_rebuild();
--> statement-breakpoint
ALTER TABLE "search_bemoanings" ADD CONSTRAINT "search_bemoanings_id_bemoaning_ranks_id_fk" FOREIGN KEY ("id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "search_comments" ADD CONSTRAINT "search_comments_id_comments_id_fk" FOREIGN KEY ("id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "search_bemoanings_words" ON "search_bemoanings" USING gin ("shelf","month","search") WITH (fastupdate=false);
--> statement-breakpoint
CREATE INDEX "search_comments_words" ON "search_comments" USING gin ("shelf","month","search") WITH (fastupdate=false);
--> statement-breakpoint
CREATE INDEX "search_words_alike" ON "search_words" USING gin ("word" gin_trgm_ops);
--> statement-breakpoint
CREATE FUNCTION search_on_rank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_refresh(array[NEW.id]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION search_on_ranks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_refresh(array(SELECT id FROM made ORDER BY id));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_rank_made AFTER INSERT ON bemoaning_ranks REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION search_on_ranks();
--> statement-breakpoint
-- Votes set none of these columns, so they never come here.
CREATE TRIGGER search_rank_changed AFTER UPDATE OF status, state, epoch ON bemoaning_ranks FOR EACH ROW
  WHEN ((OLD.status, OLD.state, OLD.epoch) IS DISTINCT FROM (NEW.status, NEW.state, NEW.epoch)) EXECUTE FUNCTION search_on_rank();
--> statement-breakpoint
CREATE TRIGGER search_bemoaning_changed AFTER UPDATE OF body, details, ending, remedy_id, author_id, anonymous ON bemoanings FOR EACH ROW
  WHEN ((OLD.body, OLD.details, OLD.ending, OLD.remedy_id, OLD.author_id, OLD.anonymous)
        IS DISTINCT FROM (NEW.body, NEW.details, NEW.ending, NEW.remedy_id, NEW.author_id, NEW.anonymous)) EXECUTE FUNCTION search_on_rank();
--> statement-breakpoint
CREATE FUNCTION search_on_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_refresh(array(SELECT DISTINCT bemoaning_id FROM changed ORDER BY 1));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_tags_put AFTER INSERT ON bemoaning_tags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_on_tags();
--> statement-breakpoint
CREATE TRIGGER search_tags_taken AFTER DELETE ON bemoaning_tags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_on_tags();
--> statement-breakpoint
CREATE FUNCTION search_on_tag_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_refresh(array(SELECT bemoaning_id FROM bemoaning_tags WHERE tag_id = NEW.id ORDER BY 1));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_tag_words AFTER UPDATE ON tags FOR EACH ROW
  WHEN ((OLD.name, OLD.label, OLD.aliases) IS DISTINCT FROM (NEW.name, NEW.label, NEW.aliases)) EXECUTE FUNCTION search_on_tag_words();
--> statement-breakpoint
CREATE FUNCTION search_on_handle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_refresh(array(SELECT id FROM bemoanings WHERE author_id = NEW.id AND NOT anonymous ORDER BY 1));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_handle AFTER UPDATE OF handle ON users FOR EACH ROW
  WHEN (OLD.handle IS DISTINCT FROM NEW.handle) EXECUTE FUNCTION search_on_handle();
--> statement-breakpoint
CREATE FUNCTION search_on_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted_at IS NOT NULL OR NEW.removed_at IS NOT NULL THEN
    DELETE FROM search_comments WHERE id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO search_comments (id, bemoaning_id, epoch, search) SELECT id, bemoaning_id, epoch, search FROM search_comment_documents(array[NEW.id])
      ON CONFLICT (id) DO UPDATE SET search = excluded.search;
  INSERT INTO search_unlearnt (id, comment) VALUES (NEW.id, true) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER search_comment_made AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION search_on_comment();
--> statement-breakpoint
CREATE TRIGGER search_comment_changed AFTER UPDATE OF body, deleted_at, removed_at ON comments FOR EACH ROW
  WHEN ((OLD.body, OLD.deleted_at, OLD.removed_at) IS DISTINCT FROM (NEW.body, NEW.deleted_at, NEW.removed_at)) EXECUTE FUNCTION search_on_comment();
--> statement-breakpoint
-- The newest that match below the_top (null: nothing is there), with how well, walking back: a shelf, then as many
-- as seem to be needed by what that one held, at last everything; between two dates by months instead. Bitmaps alone are allowed, since the planner cannot know that a
-- word it never saw is rare, and would read everything backwards. Planned anew each time.
CREATE FUNCTION search_newest(
  the_table regclass, the_subject text, words tsquery, filters tsquery, the_top bigint,
  since double precision, until double precision, want int
) RETURNS TABLE (id bigint, subject bigint, epoch double precision, score real)
LANGUAGE plpgsql STABLE SET enable_indexscan = off SET enable_seqscan = off AS $$
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
END $$;
--> statement-breakpoint
-- The known word most like a misspelt one: as few letters apart as can be, two at most.
CREATE FUNCTION search_spell(misspelt text) RETURNS text LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = '0.2' AS $$
  SELECT w.word FROM search_words w
   WHERE w.word % misspelt AND length(w.word) BETWEEN length(misspelt) - 2 AND length(misspelt) + 2
     AND levenshtein_less_equal(w.word, misspelt, 2) <= CASE WHEN length(misspelt) < 5 THEN 1 ELSE 2 END
     AND NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = misspelt)
   ORDER BY levenshtein_less_equal(w.word, misspelt, 2), similarity(w.word, misspelt) DESC, w.word LIMIT 1
$$;
--> statement-breakpoint
-- Learns the words of what is new; several processes may call it at once. Returns how many texts it read.
CREATE FUNCTION search_learn(most int) RETURNS int LANGUAGE plpgsql AS $$
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
    SELECT DISTINCT l.lexeme FROM written w, unnest(to_tsvector('simple', w.text)) l WHERE l.lexeme ~ '^[[:alpha:]][[:alpha:]-]{2,29}$' ORDER BY 1
    ON CONFLICT DO NOTHING)
  SELECT count(*) INTO texts FROM batch;
  RETURN texts;
END $$;
