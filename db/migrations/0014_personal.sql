CREATE TYPE "public"."delivery_channel" AS ENUM('mail', 'push');--> statement-breakpoint
CREATE TYPE "public"."delivery_status" AS ENUM('waiting', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."tag_choice" AS ENUM('follow', 'mute');--> statement-breakpoint
CREATE TYPE "public"."watch_level" AS ENUM('all', 'replies', 'off');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'answer';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'comment';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'milestone';--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint,
	"channel" "delivery_channel" NOT NULL,
	"kind" text NOT NULL,
	"sealed" "bytea",
	"status" "delivery_status" DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"fault" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "deliveries_done" CHECK (("deliveries"."status" = 'waiting') = ("deliveries"."done_at" is null)),
	CONSTRAINT "deliveries_sealed" CHECK ("deliveries"."status" <> 'waiting' or "deliveries"."sealed" is not null)
);
--> statement-breakpoint
CREATE TABLE "old_handles" (
	"handle" text PRIMARY KEY NOT NULL,
	"skeleton" text NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "old_handles_skeleton_unique" UNIQUE("skeleton")
);
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "push_subscriptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "push_subscriptions_endpoint_unique" UNIQUE("endpoint"),
	CONSTRAINT "push_subscriptions_size" CHECK (octet_length("push_subscriptions"."endpoint") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "seen" (
	"user_id" bigint NOT NULL,
	"bemoaning_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "seen_user_id_bemoaning_id_pk" PRIMARY KEY("user_id","bemoaning_id")
);
--> statement-breakpoint
CREATE TABLE "tag_choices" (
	"user_id" bigint NOT NULL,
	"tag_id" smallint NOT NULL,
	"choice" "tag_choice" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tag_choices_user_id_tag_id_pk" PRIMARY KEY("user_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "user_mutes" (
	"user_id" bigint NOT NULL,
	"muted_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_mutes_user_id_muted_id_pk" PRIMARY KEY("user_id","muted_id"),
	CONSTRAINT "user_mutes_others" CHECK ("user_mutes"."user_id" <> "user_mutes"."muted_id")
);
--> statement-breakpoint
CREATE TABLE "watches" (
	"user_id" bigint NOT NULL,
	"bemoaning_id" bigint NOT NULL,
	"level" "watch_level" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "watches_user_id_bemoaning_id_pk" PRIMARY KEY("user_id","bemoaning_id")
);
--> statement-breakpoint
CREATE TABLE "word_mutes" (
	"user_id" bigint NOT NULL,
	"word" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "word_mutes_user_id_word_pk" PRIMARY KEY("user_id","word"),
	CONSTRAINT "word_mutes_size" CHECK (octet_length("word_mutes"."word") between 2 and 320)
);
--> statement-breakpoint
ALTER TABLE "moderations" DROP CONSTRAINT "moderations_one_subject";--> statement-breakpoint
ALTER TABLE "moderations" DROP CONSTRAINT "moderations_user_id_users_id_fk";
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "hide_seen" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_visit_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "feed_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "mail_replies" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "mail_digest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "digest_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "handle_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "amount" integer;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "told" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "old_handles" ADD CONSTRAINT "old_handles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seen" ADD CONSTRAINT "seen_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seen" ADD CONSTRAINT "seen_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_choices" ADD CONSTRAINT "tag_choices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_choices" ADD CONSTRAINT "tag_choices_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_mutes" ADD CONSTRAINT "user_mutes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_mutes" ADD CONSTRAINT "user_mutes_muted_id_users_id_fk" FOREIGN KEY ("muted_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watches" ADD CONSTRAINT "watches_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watches" ADD CONSTRAINT "watches_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "word_mutes" ADD CONSTRAINT "word_mutes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("due_at") WHERE "deliveries"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_user" ON "deliveries" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "deliveries_lately" ON "deliveries" USING btree ("done_at") WHERE "deliveries"."done_at" is not null;--> statement-breakpoint
CREATE INDEX "old_handles_user" ON "old_handles" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "push_subscriptions_user" ON "push_subscriptions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "seen_bemoaning" ON "seen" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "seen_age" ON "seen" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "tag_choices_tag" ON "tag_choices" USING btree ("tag_id");--> statement-breakpoint
CREATE INDEX "user_mutes_muted" ON "user_mutes" USING btree ("muted_id");--> statement-breakpoint
CREATE INDEX "watches_bemoaning" ON "watches" USING btree ("bemoaning_id");--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action NOT VALID;--> statement-breakpoint
CREATE INDEX "users_digest" ON "users" USING btree ("digest_at") WHERE "users"."mail_digest";--> statement-breakpoint
CREATE INDEX "notices_untold" ON "notices" USING btree ("id") WHERE not "notices"."told";--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_one_subject" CHECK (num_nonnulls(bemoaning_id, comment_id, user_id) <= 1) NOT VALID;