CREATE TABLE "user_follows" (
	"user_id" bigint NOT NULL,
	"followed_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_follows_user_id_followed_id_pk" PRIMARY KEY("user_id","followed_id"),
	CONSTRAINT "user_follows_others" CHECK ("user_follows"."user_id" <> "user_follows"."followed_id")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "user_follows" ADD CONSTRAINT "user_follows_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_follows" ADD CONSTRAINT "user_follows_followed_id_users_id_fk" FOREIGN KEY ("followed_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_follows_followed" ON "user_follows" USING btree ("followed_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "ranks_author" ON "bemoaning_ranks" USING btree ("author_id","epoch" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published' and not "bemoaning_ranks"."anonymous";--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_about_size" CHECK (octet_length("users"."about") between 1 and 19200);