ALTER TYPE "public"."notice_kind" ADD VALUE 'mention';--> statement-breakpoint
CREATE TABLE "kept_forms" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kept_forms_size" CHECK (octet_length("kept_forms"."sealed") <= 100000 and octet_length("kept_forms"."id") <= 64)
);
--> statement-breakpoint
CREATE TABLE "thread_visits" (
	"user_id" bigint NOT NULL,
	"bemoaning_id" bigint,
	"post_slug" text,
	"since" timestamp with time zone,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "thread_visits_bemoaning" UNIQUE("user_id","bemoaning_id"),
	CONSTRAINT "thread_visits_post" UNIQUE("user_id","post_slug"),
	CONSTRAINT "thread_visits_one_thread" CHECK (num_nonnulls("thread_visits"."bemoaning_id", "thread_visits"."post_slug") = 1),
	CONSTRAINT "thread_visits_post_size" CHECK (octet_length("thread_visits"."post_slug") <= 100)
);
--> statement-breakpoint
ALTER TABLE "thread_visits" ADD CONSTRAINT "thread_visits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_visits" ADD CONSTRAINT "thread_visits_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_forms_age" ON "kept_forms" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "thread_visits_of" ON "thread_visits" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "thread_visits_age" ON "thread_visits" USING btree ("read_at");--> statement-breakpoint
CREATE INDEX "users_handle_prefix" ON "users" USING btree ("handle" text_pattern_ops);
--> statement-breakpoint
-- Handles and numbers in texts have become links; a job makes their HTML anew.
INSERT INTO render_pending (comment, below)
SELECT false, 9007199254740991 WHERE EXISTS (SELECT 1 FROM bemoanings WHERE details IS NOT NULL)
UNION ALL SELECT true, 9007199254740991 WHERE EXISTS (SELECT 1 FROM comments)
ON CONFLICT (comment) DO UPDATE SET below = excluded.below;
