ALTER TABLE "notices" ADD COLUMN "told" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "notices_untold" ON "notices" USING btree ("id") WHERE not "notices"."told";