CREATE TABLE "comment_posts" (
	"comment_id" bigint NOT NULL,
	"slug" text NOT NULL,
	"host" text DEFAULT '' NOT NULL,
	CONSTRAINT "comment_posts_comment_id_slug_host_pk" PRIMARY KEY("comment_id","slug","host")
);
--> statement-breakpoint
CREATE TABLE "post_threads" (
	"slug" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "post_threads_slug" CHECK ("post_threads"."slug" ~ '^[a-z0-9-]{1,100}$')
);
--> statement-breakpoint
ALTER TABLE "comments" ALTER COLUMN "bemoaning_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "post_slug" text;--> statement-breakpoint
ALTER TABLE "comment_posts" ADD CONSTRAINT "comment_posts_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_posts_slug" ON "comment_posts" USING btree ("slug","comment_id");--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_slug_post_threads_slug_fk" FOREIGN KEY ("post_slug") REFERENCES "public"."post_threads"("slug") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_in_post" UNIQUE("post_slug","id");--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_parent_fk" FOREIGN KEY ("post_slug","parent_id") REFERENCES "public"."comments"("post_slug","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_root_fk" FOREIGN KEY ("post_slug","root_id") REFERENCES "public"."comments"("post_slug","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comments_post_best" ON "comments" USING btree ("post_slug","wilson" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "comments"."parent_id" is null and "comments"."post_slug" is not null;--> statement-breakpoint
CREATE INDEX "comments_post_new" ON "comments" USING btree ("post_slug","id" DESC NULLS FIRST) WHERE "comments"."parent_id" is null and "comments"."post_slug" is not null;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_one_place" CHECK (num_nonnulls("comments"."bemoaning_id", "comments"."post_slug") = 1);