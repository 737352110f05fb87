CREATE TYPE "public"."jury_opening" AS ENUM('posted', 'edited', 'returned', 'appeal');--> statement-breakpoint
CREATE TYPE "public"."jury_settler" AS ENUM('jury', 'moderator', 'author');--> statement-breakpoint
CREATE TYPE "public"."verdict" AS ENUM('publish', 'reject');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'published';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'rejected';--> statement-breakpoint
CREATE TABLE "jurors" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"salt" bigint DEFAULT (random() * 9007199254740992)::bigint NOT NULL,
	"judged" integer DEFAULT 0 NOT NULL,
	"judged_at" timestamp with time zone,
	"publish_right" integer DEFAULT 0 NOT NULL,
	"publish_wrong" integer DEFAULT 0 NOT NULL,
	"reject_right" integer DEFAULT 0 NOT NULL,
	"reject_wrong" integer DEFAULT 0 NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "jurors_counts" CHECK (judged >= 0 and publish_right >= 0 and publish_wrong >= 0 and reject_right >= 0 and reject_wrong >= 0)
);
--> statement-breakpoint
CREATE TABLE "jury_known" (
	"id" text PRIMARY KEY NOT NULL,
	"answer" "verdict" NOT NULL,
	"reason" text,
	"body" text NOT NULL,
	"tags" text[] NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"number" bigint,
	"numbered_at" timestamp with time zone,
	CONSTRAINT "jury_known_number_unique" UNIQUE("number"),
	CONSTRAINT "jury_known_reason" CHECK (("jury_known"."answer" = 'reject') = ("jury_known"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "jury_months" (
	"month" date NOT NULL,
	"user_id" bigint NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "jury_months_month_user_id_pk" PRIMARY KEY("month","user_id")
);
--> statement-breakpoint
CREATE TABLE "jury_passes" (
	"juror_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"seen" boolean DEFAULT false NOT NULL,
	CONSTRAINT "jury_passes_juror_id_number_pk" PRIMARY KEY("juror_id","number")
);
--> statement-breakpoint
CREATE TABLE "jury_rounds" (
	"bemoaning_id" bigint NOT NULL,
	"round" smallint NOT NULL,
	"opening" "jury_opening" NOT NULL,
	"salt" bigint DEFAULT (random() * 9007199254740992)::bigint NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by" "jury_settler",
	"outcome" "verdict",
	"publish" integer DEFAULT 0 NOT NULL,
	"reject" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "jury_rounds_bemoaning_id_round_pk" PRIMARY KEY("bemoaning_id","round"),
	CONSTRAINT "jury_rounds_round" CHECK ("jury_rounds"."round" >= 1),
	CONSTRAINT "jury_rounds_counts" CHECK ("jury_rounds"."publish" >= 0 and "jury_rounds"."reject" >= 0),
	CONSTRAINT "jury_rounds_settled" CHECK (("jury_rounds"."settled_at" is null) = ("jury_rounds"."settled_by" is null)),
	CONSTRAINT "jury_rounds_outcome" CHECK ("jury_rounds"."outcome" is null or "jury_rounds"."settled_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "verdicts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"juror_id" bigint,
	"bemoaning_id" bigint,
	"round" smallint,
	"known_id" text,
	"verdict" "verdict" NOT NULL,
	"reason" text,
	"note" text,
	"weight" double precision NOT NULL,
	"blind" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"outcome" "verdict",
	"points" integer DEFAULT 0 NOT NULL,
	"month" date,
	CONSTRAINT "verdicts_one_subject" CHECK (num_nonnulls("verdicts"."bemoaning_id", "verdicts"."known_id") = 1),
	CONSTRAINT "verdicts_round" CHECK (("verdicts"."bemoaning_id" is null) = ("verdicts"."round" is null)),
	CONSTRAINT "verdicts_reason" CHECK (("verdicts"."verdict" = 'reject') = ("verdicts"."reason" is not null)),
	CONSTRAINT "verdicts_note" CHECK (octet_length("verdicts"."note") <= 19200),
	CONSTRAINT "verdicts_weight" CHECK ("verdicts"."weight" >= 0 and "verdicts"."weight" <= 100),
	CONSTRAINT "verdicts_points" CHECK ("verdicts"."points" = 0 or ("verdicts"."outcome" is not null and "verdicts"."month" is not null))
);
--> statement-breakpoint
ALTER TABLE "jurors" ADD CONSTRAINT "jurors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jury_months" ADD CONSTRAINT "jury_months_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jury_passes" ADD CONSTRAINT "jury_passes_juror_id_users_id_fk" FOREIGN KEY ("juror_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jury_rounds" ADD CONSTRAINT "jury_rounds_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_juror_id_users_id_fk" FOREIGN KEY ("juror_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_known_id_jury_known_id_fk" FOREIGN KEY ("known_id") REFERENCES "public"."jury_known"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_round_fk" FOREIGN KEY ("bemoaning_id","round") REFERENCES "public"."jury_rounds"("bemoaning_id","round") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "jurors_active" ON "jurors" USING btree ("judged_at");--> statement-breakpoint
CREATE INDEX "jury_months_user" ON "jury_months" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "jury_months_board" ON "jury_months" USING btree ("month","points" DESC NULLS FIRST,"user_id");--> statement-breakpoint
CREATE INDEX "jury_passes_age" ON "jury_passes" USING btree ("until");--> statement-breakpoint
CREATE UNIQUE INDEX "jury_rounds_open" ON "jury_rounds" USING btree ("bemoaning_id") WHERE "jury_rounds"."settled_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "jury_rounds_appeal" ON "jury_rounds" USING btree ("bemoaning_id") WHERE "jury_rounds"."opening" = 'appeal';--> statement-breakpoint
CREATE INDEX "jury_rounds_waiting" ON "jury_rounds" USING btree ("opened_at","bemoaning_id") WHERE "jury_rounds"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "jury_rounds_decided" ON "jury_rounds" USING btree ("settled_at" DESC NULLS FIRST) WHERE "jury_rounds"."outcome" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_once" ON "verdicts" USING btree ("bemoaning_id","round","juror_id");--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_known_once" ON "verdicts" USING btree ("juror_id","known_id");--> statement-breakpoint
CREATE INDEX "verdicts_juror" ON "verdicts" USING btree ("juror_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "verdicts_juror_item" ON "verdicts" USING btree ("juror_id","bemoaning_id");--> statement-breakpoint
CREATE INDEX "verdicts_known" ON "verdicts" USING btree ("known_id");
