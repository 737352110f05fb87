CREATE TABLE "key_visitors" (
	"key_hash" "bytea" PRIMARY KEY NOT NULL,
	"voter_id" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_visitors" ADD CONSTRAINT "key_visitors_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "key_visitors_voter" ON "key_visitors" USING btree ("voter_id");