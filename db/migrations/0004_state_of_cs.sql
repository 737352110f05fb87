CREATE TYPE "public"."stat_grain" AS ENUM('day', 'month', 'all');--> statement-breakpoint
CREATE TYPE "public"."stat_measure" AS ENUM('bemoaning', 'comment', 'tag', 'fix', 'fix_tag');--> statement-breakpoint
CREATE TABLE "stat_deltas" (
	"measure" "stat_measure" NOT NULL,
	"day" date NOT NULL,
	"key" integer NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stat_totals" (
	"grain" "stat_grain" NOT NULL,
	"at" date NOT NULL,
	"measure" "stat_measure" NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "stat_totals_grain_at_measure_pk" PRIMARY KEY("grain","at","measure")
);
--> statement-breakpoint
CREATE INDEX "ranks_self_week" ON "bemoaning_ranks" USING btree ("week","self_inflicted" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published' and self_inflicted > bemoan;