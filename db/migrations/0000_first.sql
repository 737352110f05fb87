CREATE TYPE "public"."state" AS ENUM('broken', 'workaround', 'fixed');--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('pending', 'published', 'rejected', 'removed');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('user', 'moderator', 'admin');--> statement-breakpoint
CREATE TYPE "public"."vote_kind" AS ENUM('bemoan', 'self_inflicted');--> statement-breakpoint
CREATE TABLE "bemoaning_tags" (
	"bemoaning_id" bigint NOT NULL,
	"tag_id" smallint NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"hotness" double precision DEFAULT 0 NOT NULL,
	"epoch" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "bemoaning_tags_bemoaning_id_tag_id_pk" PRIMARY KEY("bemoaning_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "bemoanings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bemoanings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"author_id" bigint,
	"anonymous" boolean DEFAULT false NOT NULL,
	"body" text NOT NULL,
	"details" text,
	"details_html" text,
	"fingerprint" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"remedy_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	"locked_at" timestamp with time zone,
	"starter" boolean DEFAULT false NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', body), 'A') || setweight(to_tsvector('english', coalesce(details, '')), 'B')) STORED NOT NULL,
	CONSTRAINT "bemoanings_body_size" CHECK (octet_length("bemoanings"."body") between 20 and 32000),
	CONSTRAINT "bemoanings_details_size" CHECK (octet_length("bemoanings"."details") <= 64000)
);
--> statement-breakpoint
CREATE TABLE "bemoaning_ranks" (
	"id" bigint PRIMARY KEY NOT NULL,
	"status" "status" DEFAULT 'published' NOT NULL,
	"state" "state" DEFAULT 'broken' NOT NULL,
	"epoch" double precision DEFAULT extract(epoch from now())::float8 NOT NULL,
	"fixed_epoch" double precision,
	"draw" double precision DEFAULT random() NOT NULL,
	"bemoan" integer DEFAULT 0 NOT NULL,
	"self_inflicted" integer DEFAULT 0 NOT NULL,
	"comments" integer DEFAULT 0 NOT NULL,
	"commenters" integer DEFAULT 0 NOT NULL,
	"points" integer GENERATED ALWAYS AS (2 * bemoan + self_inflicted) STORED NOT NULL,
	"hotness" double precision GENERATED ALWAYS AS (log(greatest(1.0, bemoan + self_inflicted / 2.0 + least(bemoan, commenters) / 2.0)::float8) + epoch / 57600.0::float8) STORED NOT NULL,
	"controversy" double precision GENERATED ALWAYS AS (case when least(bemoan, self_inflicted) <= 0 then 0 else power((bemoan + self_inflicted)::float8, least(bemoan, self_inflicted)::float8 / greatest(bemoan, self_inflicted)::float8) end) STORED NOT NULL,
	"week" integer GENERATED ALWAYS AS (floor(epoch / 604800.0::float8)::int) STORED NOT NULL,
	CONSTRAINT "ranks_counts" CHECK (bemoan >= 0 and self_inflicted >= 0 and comments >= 0 and commenters >= 0),
	CONSTRAINT "ranks_fixed" CHECK (("bemoaning_ranks"."state" = 'fixed') = ("bemoaning_ranks"."fixed_epoch" is not null))
);
--> statement-breakpoint
CREATE TABLE "bemoaning_revisions" (
	"bemoaning_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"details" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bemoaning_revisions_bemoaning_id_version_pk" PRIMARY KEY("bemoaning_id","version")
);
--> statement-breakpoint
CREATE TABLE "saved" (
	"user_id" bigint NOT NULL,
	"bemoaning_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_user_id_bemoaning_id_pk" PRIMARY KEY("user_id","bemoaning_id")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"id" smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tags_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 32767 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"label" text NOT NULL,
	"description" text NOT NULL,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "tags_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "comment_votes" (
	"comment_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comment_votes_comment_id_user_id_pk" PRIMARY KEY("comment_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "comments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bemoaning_id" bigint NOT NULL,
	"parent_id" bigint,
	"root_id" bigint NOT NULL,
	"depth" smallint DEFAULT 0 NOT NULL,
	"author_id" bigint,
	"body" text NOT NULL,
	"body_html" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"votes" integer DEFAULT 0 NOT NULL,
	"wilson" double precision GENERATED ALWAYS AS (votes::float8 / (votes + 1.64249856::float8)) STORED NOT NULL,
	CONSTRAINT "comments_in_bemoaning" UNIQUE("bemoaning_id","id"),
	CONSTRAINT "comments_body_size" CHECK (octet_length("comments"."body") <= 64000),
	CONSTRAINT "comments_depth" CHECK ("comments"."depth" between 0 and 12 and ("comments"."depth" = 0) = ("comments"."parent_id" is null)),
	CONSTRAINT "comments_votes" CHECK ("comments"."votes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "moderations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "moderations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"moderator_id" bigint,
	"action" text NOT NULL,
	"bemoaning_id" bigint,
	"comment_id" bigint,
	"user_id" bigint,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "moderations_one_subject" CHECK (num_nonnulls(bemoaning_id, comment_id, user_id) = 1),
	CONSTRAINT "moderations_reason" CHECK (length(trim("moderations"."reason")) > 0)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"voter_id" bigint NOT NULL,
	"bemoaning_id" bigint,
	"comment_id" bigint,
	"user_id" bigint,
	"reason" text NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reports_one_subject" CHECK (num_nonnulls(bemoaning_id, comment_id, user_id) = 1)
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"name" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "mail_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"email" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" bigint NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "ssh_challenges" (
	"nonce" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ssh_keys" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ssh_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"type" text NOT NULL,
	"blob" "bytea" NOT NULL,
	"fingerprint" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "ssh_keys_blob_unique" UNIQUE("blob")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"handle" text NOT NULL,
	"skeleton" text NOT NULL,
	"email" text,
	"password_hash" text,
	"role" "role" DEFAULT 'user' NOT NULL,
	"art" text NOT NULL,
	"banned_until" timestamp with time zone,
	"ban_reason" text,
	"keyboard" boolean DEFAULT true NOT NULL,
	"starter" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_handle_unique" UNIQUE("handle"),
	CONSTRAINT "users_skeleton_unique" UNIQUE("skeleton"),
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_handle_form" CHECK ("users"."handle" ~ '^[a-z0-9_-]{3,20}$'),
	CONSTRAINT "users_email_lower" CHECK ("users"."email" = lower("users"."email") and octet_length("users"."email") <= 254),
	CONSTRAINT "users_ban_has_reason" CHECK ("users"."banned_until" is null or "users"."ban_reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" bigint NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"bemoaning_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_key_pk" PRIMARY KEY("user_id","key"),
	CONSTRAINT "idempotency_keys_size" CHECK (octet_length("idempotency_keys"."key") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "visitors" (
	"voter_id" bigint PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"claimed_by" bigint,
	"claimed_at" timestamp with time zone,
	"starter" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "voters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "voters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint,
	CONSTRAINT "voters_userId_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"bemoaning_id" bigint NOT NULL,
	"voter_id" bigint NOT NULL,
	"kind" "vote_kind" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "votes_bemoaning_id_voter_id_pk" PRIMARY KEY("bemoaning_id","voter_id")
);
--> statement-breakpoint
ALTER TABLE "bemoaning_tags" ADD CONSTRAINT "bemoaning_tags_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bemoaning_tags" ADD CONSTRAINT "bemoaning_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bemoanings" ADD CONSTRAINT "bemoanings_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bemoaning_ranks" ADD CONSTRAINT "bemoaning_ranks_id_bemoanings_id_fk" FOREIGN KEY ("id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bemoaning_revisions" ADD CONSTRAINT "bemoaning_revisions_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved" ADD CONSTRAINT "saved_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved" ADD CONSTRAINT "saved_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_votes" ADD CONSTRAINT "comment_votes_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_votes" ADD CONSTRAINT "comment_votes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_parent_fk" FOREIGN KEY ("bemoaning_id","parent_id") REFERENCES "public"."comments"("bemoaning_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_root_fk" FOREIGN KEY ("bemoaning_id","root_id") REFERENCES "public"."comments"("bemoaning_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_moderator_id_users_id_fk" FOREIGN KEY ("moderator_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_bemoaning_id_bemoanings_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoanings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssh_keys" ADD CONSTRAINT "ssh_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voters" ADD CONSTRAINT "voters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_bemoaning_id_bemoaning_ranks_id_fk" FOREIGN KEY ("bemoaning_id") REFERENCES "public"."bemoaning_ranks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_voter_id_voters_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."voters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bemoaning_tags_hot" ON "bemoaning_tags" USING btree ("tag_id","hotness" DESC NULLS FIRST,"bemoaning_id" DESC NULLS FIRST) WHERE "bemoaning_tags"."published";--> statement-breakpoint
CREATE INDEX "bemoaning_tags_new" ON "bemoaning_tags" USING btree ("tag_id","epoch" DESC NULLS FIRST,"bemoaning_id" DESC NULLS FIRST) WHERE "bemoaning_tags"."published";--> statement-breakpoint
CREATE INDEX "bemoanings_author" ON "bemoanings" USING btree ("author_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "bemoanings_fingerprint" ON "bemoanings" USING btree ("fingerprint","created_at");--> statement-breakpoint
CREATE INDEX "bemoanings_search" ON "bemoanings" USING gin ("search");--> statement-breakpoint
CREATE INDEX "bemoanings_starter" ON "bemoanings" USING btree ("id") WHERE "bemoanings"."starter";--> statement-breakpoint
CREATE INDEX "ranks_hot" ON "bemoaning_ranks" USING btree ("hotness" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
CREATE INDEX "ranks_new" ON "bemoaning_ranks" USING btree ("epoch" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
CREATE INDEX "ranks_top_week" ON "bemoaning_ranks" USING btree ("week","points" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
CREATE INDEX "ranks_top" ON "bemoaning_ranks" USING btree ("points" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
CREATE INDEX "ranks_controversial" ON "bemoaning_ranks" USING btree ("controversy" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published' and controversy > 1;--> statement-breakpoint
CREATE INDEX "ranks_self" ON "bemoaning_ranks" USING btree ("self_inflicted" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published' and self_inflicted > bemoan;--> statement-breakpoint
CREATE INDEX "ranks_unfixed" ON "bemoaning_ranks" USING btree ("epoch","id") WHERE "bemoaning_ranks"."status" = 'published' and "bemoaning_ranks"."state" <> 'fixed';--> statement-breakpoint
CREATE INDEX "ranks_fixed_at" ON "bemoaning_ranks" USING btree ("fixed_epoch" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "bemoaning_ranks"."status" = 'published' and "bemoaning_ranks"."state" = 'fixed';--> statement-breakpoint
CREATE INDEX "ranks_draw" ON "bemoaning_ranks" USING btree ("draw") WHERE "bemoaning_ranks"."status" = 'published';--> statement-breakpoint
CREATE INDEX "ranks_draw_good" ON "bemoaning_ranks" USING btree ("draw") WHERE "bemoaning_ranks"."status" = 'published' and points >= 4;--> statement-breakpoint
CREATE INDEX "saved_by_user" ON "saved" USING btree ("user_id","bemoaning_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "saved_bemoaning" ON "saved" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "comment_votes_user" ON "comment_votes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "comments_best" ON "comments" USING btree ("bemoaning_id","wilson" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "comments"."parent_id" is null;--> statement-breakpoint
CREATE INDEX "comments_new" ON "comments" USING btree ("bemoaning_id","id" DESC NULLS FIRST) WHERE "comments"."parent_id" is null;--> statement-breakpoint
CREATE INDEX "comments_thread" ON "comments" USING btree ("root_id","id");--> statement-breakpoint
CREATE INDEX "comments_parent" ON "comments" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "comments_author" ON "comments" USING btree ("author_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "comments_subject_author" ON "comments" USING btree ("bemoaning_id","author_id");--> statement-breakpoint
CREATE INDEX "moderations_bemoaning" ON "moderations" USING btree ("bemoaning_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "moderations_comment" ON "moderations" USING btree ("comment_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "moderations_user" ON "moderations" USING btree ("user_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "reports_bemoaning" ON "reports" USING btree ("bemoaning_id");--> statement-breakpoint
CREATE INDEX "reports_comment" ON "reports" USING btree ("comment_id");--> statement-breakpoint
CREATE INDEX "reports_user" ON "reports" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "reports_voter" ON "reports" USING btree ("voter_id");--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "mail_tokens_user" ON "mail_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "mail_tokens_expiry" ON "mail_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ssh_challenges_expiry" ON "ssh_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ssh_keys_user" ON "ssh_keys" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "visitors_claimed" ON "visitors" USING btree ("claimed_by") WHERE "visitors"."claimed_by" is not null;--> statement-breakpoint
CREATE INDEX "votes_voter" ON "votes" USING btree ("voter_id","bemoaning_id");