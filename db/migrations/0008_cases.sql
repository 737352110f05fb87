-- Keys on tables that exist are NOT VALID: the new columns are empty, so a scan under the lock would find nothing.
CREATE TYPE "public"."case_event_kind" AS ENUM('claim', 'release', 'note', 'decision', 'undo', 'appeal');--> statement-breakpoint
CREATE TYPE "public"."case_status" AS ENUM('open', 'decided');--> statement-breakpoint
CREATE TYPE "public"."moderation_actor" AS ENUM('moderator', 'operator', 'jury');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'moderated';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'reported';--> statement-breakpoint
CREATE TABLE "case_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "case_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"user_id" bigint,
	"kind" "case_event_kind" NOT NULL,
	"body" text,
	"moderation_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bemoaning_id" bigint,
	"comment_id" bigint,
	"user_id" bigint,
	"status" "case_status" DEFAULT 'open' NOT NULL,
	"weight" integer DEFAULT 0 NOT NULL,
	"claimed_by" bigint,
	"claimed_at" timestamp with time zone,
	"appeal_of" bigint,
	"appeal" text,
	"moderation_id" bigint,
	"decided_version" integer,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cases_one_subject" CHECK (num_nonnulls(bemoaning_id, comment_id, user_id) = 1),
	CONSTRAINT "cases_decided" CHECK (("cases"."status" = 'decided') = ("cases"."moderation_id" is not null and "cases"."decided_at" is not null)),
	CONSTRAINT "cases_claimed" CHECK ("cases"."claimed_by" is null or "cases"."claimed_at" is not null),
	CONSTRAINT "cases_appeal" CHECK (("cases"."appeal_of" is null) = ("cases"."appeal" is null))
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"moderation_id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint,
	"before" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "comment_revisions" (
	"comment_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comment_revisions_comment_id_version_pk" PRIMARY KEY("comment_id","version")
);
--> statement-breakpoint
DROP INDEX "reports_voter";--> statement-breakpoint
DROP INDEX "notices_once";--> statement-breakpoint
ALTER TABLE "notices" ALTER COLUMN "bemoaning_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "bemoanings" ADD COLUMN "merged_into" bigint;--> statement-breakpoint
ALTER TABLE "moderations" ADD COLUMN "actor" "moderation_actor" DEFAULT 'moderator' NOT NULL;--> statement-breakpoint
ALTER TABLE "moderations" ADD COLUMN "into_id" bigint;--> statement-breakpoint
ALTER TABLE "moderations" ADD COLUMN "undoes" bigint;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "case_id" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "version" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "weight" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "moderation_id" bigint;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_moderation_id_moderations_id_fk" FOREIGN KEY ("moderation_id") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_appeal_of_moderations_id_fk" FOREIGN KEY ("appeal_of") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_moderation_id_moderations_id_fk" FOREIGN KEY ("moderation_id") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_moderation_id_moderations_id_fk" FOREIGN KEY ("moderation_id") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_events_case" ON "case_events" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "case_events_user" ON "case_events" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "case_events_moderation" ON "case_events" USING btree ("moderation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_open_bemoaning" ON "cases" USING btree ("bemoaning_id") WHERE "cases"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "cases_open_comment" ON "cases" USING btree ("comment_id") WHERE "cases"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "cases_open_user" ON "cases" USING btree ("user_id") WHERE "cases"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "cases_appealed_once" ON "cases" USING btree ("appeal_of");--> statement-breakpoint
CREATE INDEX "cases_bemoaning" ON "cases" USING btree ("bemoaning_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "cases_comment" ON "cases" USING btree ("comment_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "cases_user" ON "cases" USING btree ("user_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "cases_queue" ON "cases" USING btree ("weight" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "cases"."status" = 'open';--> statement-breakpoint
CREATE INDEX "cases_lately" ON "cases" USING btree ("id" DESC NULLS FIRST) WHERE "cases"."status" = 'decided';--> statement-breakpoint
CREATE INDEX "cases_moderation" ON "cases" USING btree ("moderation_id");--> statement-breakpoint
CREATE INDEX "cases_claimed_by" ON "cases" USING btree ("claimed_by");--> statement-breakpoint
CREATE INDEX "decisions_case" ON "decisions" USING btree ("case_id");--> statement-breakpoint
ALTER TABLE "bemoanings" ADD CONSTRAINT "bemoanings_merged_into_bemoanings_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."bemoanings"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_into_id_bemoanings_id_fk" FOREIGN KEY ("into_id") REFERENCES "public"."bemoanings"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_undoes_moderations_id_fk" FOREIGN KEY ("undoes") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_moderation_id_moderations_id_fk" FOREIGN KEY ("moderation_id") REFERENCES "public"."moderations"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
CREATE INDEX "bemoanings_merged" ON "bemoanings" USING btree ("merged_into") WHERE "bemoanings"."merged_into" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "moderations_undone_once" ON "moderations" USING btree ("undoes");--> statement-breakpoint
CREATE INDEX "moderations_action" ON "moderations" USING btree ("action","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "moderations_moderator" ON "moderations" USING btree ("moderator_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "moderations_of_comments" ON "moderations" USING btree ("id" DESC NULLS FIRST) WHERE "moderations"."comment_id" is not null;--> statement-breakpoint
CREATE INDEX "moderations_of_users" ON "moderations" USING btree ("id" DESC NULLS FIRST) WHERE "moderations"."user_id" is not null;--> statement-breakpoint
CREATE INDEX "moderations_into" ON "moderations" USING btree ("into_id") WHERE "moderations"."into_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_once" ON "reports" USING btree ("case_id","voter_id");--> statement-breakpoint
CREATE INDEX "notices_moderation" ON "notices" USING btree ("moderation_id") WHERE "notices"."moderation_id" is not null;--> statement-breakpoint
CREATE INDEX "reports_voter" ON "reports" USING btree ("voter_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("user_id","kind",coalesce("bemoaning_id", 0),coalesce("comment_id", 0),coalesce("moderation_id", 0));--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_weight" CHECK ("reports"."weight" between 0 and 1000);--> statement-breakpoint
CREATE INDEX "votes_age" ON "votes" USING brin ("created_at");