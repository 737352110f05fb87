CREATE TABLE "render_pending" (
	"comment" boolean PRIMARY KEY NOT NULL,
	"below" bigint NOT NULL
);

--> statement-breakpoint
-- Rows of marks, refused links and short lists were shown with parts left out; a job makes their HTML anew.
INSERT INTO render_pending (comment, below) SELECT false, 9007199254740991 WHERE EXISTS (SELECT 1 FROM bemoanings WHERE details IS NOT NULL)
UNION ALL SELECT true, 9007199254740991 WHERE EXISTS (SELECT 1 FROM comments);
