-- The key on moderations is NOT VALID: its column is new and empty, so a scan under the lock would find nothing.
CREATE TYPE "public"."tag_outcome" AS ENUM('open', 'accepted', 'declined', 'withdrawn');--> statement-breakpoint
CREATE TABLE "tag_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tag_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proposer_id" bigint,
	"name" text,
	"label" text,
	"why" text,
	"bemoaning_id" bigint,
	"outcome" "tag_outcome" DEFAULT 'open' NOT NULL,
	"decided_at" timestamp with time zone,
	"tag_id" smallint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tag_proposals_name" CHECK ("tag_proposals"."name" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length("tag_proposals"."name") <= 40),
	CONSTRAINT "tag_proposals_label" CHECK (octet_length("tag_proposals"."label") between 1 and 2560),
	CONSTRAINT "tag_proposals_why" CHECK (octet_length("tag_proposals"."why") between 1 and 12800),
	CONSTRAINT "tag_proposals_open" CHECK ("tag_proposals"."outcome" <> 'open' or num_nulls("tag_proposals"."name", "tag_proposals"."label", "tag_proposals"."why") = 0),
	CONSTRAINT "tag_proposals_decided" CHECK (("tag_proposals"."outcome" = 'open') = ("tag_proposals"."decided_at" is null)),
	CONSTRAINT "tag_proposals_accepted" CHECK (("tag_proposals"."outcome" = 'accepted') = ("tag_proposals"."tag_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "moderations" ADD COLUMN "tag_proposal_id" bigint;--> statement-breakpoint
ALTER TABLE "tag_proposals" ADD CONSTRAINT "tag_proposals_proposer_id_users_id_fk" FOREIGN KEY ("proposer_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_proposals" ADD CONSTRAINT "tag_proposals_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tag_proposals" ADD CONSTRAINT "tag_proposals_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tag_proposals_open_name" ON "tag_proposals" USING btree ("name") WHERE "tag_proposals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "tag_proposals_name" ON "tag_proposals" USING btree ("name","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tag_proposals_proposer" ON "tag_proposals" USING btree ("proposer_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tag_proposals_bemoaning" ON "tag_proposals" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "tag_proposals_tag" ON "tag_proposals" USING btree ("tag_id");--> statement-breakpoint
CREATE INDEX "tag_proposals_queue" ON "tag_proposals" USING btree ("id") WHERE "tag_proposals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "tag_proposals_lately" ON "tag_proposals" USING btree ("decided_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "tag_proposals"."outcome" in ('accepted', 'declined');--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_tag_proposal_id_tag_proposals_id_fk" FOREIGN KEY ("tag_proposal_id") REFERENCES "public"."tag_proposals"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
CREATE INDEX "moderations_tag_proposal" ON "moderations" USING btree ("tag_proposal_id","id" DESC NULLS FIRST) WHERE "moderations"."tag_proposal_id" is not null;--> statement-breakpoint
CREATE INDEX "moderations_of_tags" ON "moderations" USING btree ("id" DESC NULLS FIRST) WHERE "moderations"."tag_proposal_id" is not null;