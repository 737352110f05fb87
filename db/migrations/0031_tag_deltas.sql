CREATE TABLE "tag_deltas" (
	"tag_id" smallint NOT NULL,
	"n" smallint NOT NULL
);
