ALTER TYPE "public"."notice_kind" ADD VALUE 'damped';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'undamped';--> statement-breakpoint
CREATE TABLE "job_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "voter_networks" (
	"voter_id" bigint NOT NULL,
	"day" date DEFAULT (now() at time zone 'utc')::date NOT NULL,
	"network" bigint NOT NULL,
	CONSTRAINT "voter_networks_voter_id_day_network_pk" PRIMARY KEY("voter_id","day","network")
);
--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "light_bemoan" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD COLUMN "light_self" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "voters" ADD COLUMN "damped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "voters" ADD COLUMN "spared" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "votes" ADD COLUMN "weighs" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "voter_networks" ADD CONSTRAINT "voter_networks_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "voter_networks_age" ON "voter_networks" USING brin ("day");--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD CONSTRAINT "ranks_light" CHECK (light_bemoan >= 0 and light_self >= 0);