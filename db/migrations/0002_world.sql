-- Checks on tables that exist are NOT VALID: the new columns are empty, so a scan under the lock would find nothing.
CREATE TYPE "public"."notice_kind" AS ENUM('fixed', 'proposed', 'declined', 'remedy');--> statement-breakpoint
CREATE TYPE "public"."proposal_outcome" AS ENUM('open', 'confirmed', 'declined', 'overtaken');--> statement-breakpoint
CREATE TABLE "bite_weeks" (
	"bemoaning_id" bigint NOT NULL,
	"week" integer NOT NULL,
	"bites" integer NOT NULL,
	CONSTRAINT "bite_weeks_bemoaning_id_week_pk" PRIMARY KEY("bemoaning_id","week"),
	CONSTRAINT "bite_weeks_count" CHECK ("bite_weeks"."bites" >= 0)
);
--> statement-breakpoint
CREATE TABLE "bites" (
	"bemoaning_id" bigint NOT NULL,
	"voter_id" bigint NOT NULL,
	"day" date DEFAULT (now() at time zone 'utc')::date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bites_bemoaning_id_voter_id_day_pk" PRIMARY KEY("bemoaning_id","voter_id","day")
);
--> statement-breakpoint
CREATE TABLE "fix_confirmations" (
	"proposal_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fix_confirmations_proposal_id_user_id_pk" PRIMARY KEY("proposal_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "fix_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fix_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bemoaning_id" bigint NOT NULL,
	"proposer_id" bigint,
	"url" text NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"outcome" "proposal_outcome" DEFAULT 'open' NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "fix_proposals_url" CHECK ("fix_proposals"."url" ~ '^https?://' and octet_length("fix_proposals"."url") <= 2000),
	CONSTRAINT "fix_proposals_note" CHECK (octet_length("fix_proposals"."note") <= 19200),
	CONSTRAINT "fix_proposals_decided" CHECK (("fix_proposals"."outcome" = 'open') = ("fix_proposals"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"kind" "notice_kind" NOT NULL,
	"bemoaning_id" bigint NOT NULL,
	"comment_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "state_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "state_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bemoaning_id" bigint NOT NULL,
	"state" "state" NOT NULL,
	"user_id" bigint,
	"proposal_id" bigint,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "state_changes_note" CHECK (octet_length("state_changes"."note") <= 19200)
);
--> statement-breakpoint
ALTER TABLE "bemoanings" ADD COLUMN "ending" text;--> statement-breakpoint
ALTER TABLE "bemoanings" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "bites" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "bitten_epoch" double precision;--> statement-breakpoint
ALTER TABLE "bite_weeks" ADD CONSTRAINT "bite_weeks_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bites" ADD CONSTRAINT "bites_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bites" ADD CONSTRAINT "bites_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_confirmations" ADD CONSTRAINT "fix_confirmations_proposal_id_fix_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."fix_proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_confirmations" ADD CONSTRAINT "fix_confirmations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_proposals" ADD CONSTRAINT "fix_proposals_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_proposals" ADD CONSTRAINT "fix_proposals_proposer_id_users_id_fk" FOREIGN KEY ("proposer_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_changes" ADD CONSTRAINT "state_changes_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_changes" ADD CONSTRAINT "state_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_changes" ADD CONSTRAINT "state_changes_proposal_id_fix_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."fix_proposals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bites_latest" ON "bites" USING btree ("bemoaning_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "bites_voter" ON "bites" USING btree ("voter_id");--> statement-breakpoint
CREATE INDEX "fix_confirmations_user" ON "fix_confirmations" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "fix_proposals_open" ON "fix_proposals" USING btree ("bemoaning_id") WHERE "fix_proposals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "fix_proposals_bemoaning" ON "fix_proposals" USING btree ("bemoaning_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "fix_proposals_proposer" ON "fix_proposals" USING btree ("proposer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("user_id","kind","bemoaning_id",coalesce("comment_id", 0));--> statement-breakpoint
CREATE INDEX "notices_user" ON "notices" USING btree ("user_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("user_id") WHERE "notices"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notices_bemoaning" ON "notices" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "notices_comment" ON "notices" USING btree ("comment_id");--> statement-breakpoint
CREATE INDEX "state_changes_bemoaning" ON "state_changes" USING btree ("bemoaning_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "state_changes_user" ON "state_changes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "state_changes_proposal" ON "state_changes" USING btree ("proposal_id");--> statement-breakpoint
ALTER TABLE "bemoanings" ADD CONSTRAINT "bemoanings_ending_size" CHECK (octet_length("bemoanings"."ending") between 1 and 19200) NOT VALID;--> statement-breakpoint
ALTER TABLE "bemoanings" ADD CONSTRAINT "bemoanings_ending_date" CHECK (("bemoanings"."ending" is null) = ("bemoanings"."ended_at" is null)) NOT VALID;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD CONSTRAINT "ranks_bites" CHECK (bites >= 0 and (bites > 0) = (bitten_epoch is not null)) NOT VALID;