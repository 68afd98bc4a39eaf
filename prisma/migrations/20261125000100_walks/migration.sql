-- What a walk leaves beside records: parents with bookmarks of their own, items that are not ready yet, and what full
-- passes found that the increments had missed.
ALTER TABLE "records" ADD COLUMN "parent_id" TEXT, ADD COLUMN "merged_into" TEXT;
ALTER TABLE "sync_runs" ADD COLUMN "records_missed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "stream_runs" ADD COLUMN "records_missed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "connections" ADD COLUMN "reauth_tries" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "clock_offset_ms" INTEGER;

CREATE TABLE "stream_parents" (
  "workspace_id" UUID NOT NULL,
  "connection_id" UUID NOT NULL,
  "stream" TEXT NOT NULL,
  "parent_id" TEXT NOT NULL,
  "bookmark" TEXT,
  "failed_reason" TEXT,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stream_parents_pkey" PRIMARY KEY ("connection_id", "stream", "parent_id"),
  CONSTRAINT "stream_parents_connection_fkey" FOREIGN KEY ("workspace_id", "connection_id")
    REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "stream_parents_failed" ON "stream_parents" ("connection_id", "stream", "parent_id") WHERE "failed_reason" IS NOT NULL;

CREATE TABLE "pending_items" (
  "workspace_id" UUID NOT NULL,
  "connection_id" UUID NOT NULL,
  "stream" TEXT NOT NULL,
  "external_id" TEXT NOT NULL,
  "item" JSONB NOT NULL,
  "tries" INTEGER NOT NULL DEFAULT 1,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "pending_items_pkey" PRIMARY KEY ("connection_id", "stream", "external_id"),
  CONSTRAINT "pending_items_connection_fkey" FOREIGN KEY ("workspace_id", "connection_id")
    REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Which of several forms of a request a provider accepted last, by provider app; see lib/connectors/kit/forms.ts.
CREATE TABLE "provider_forms" (
  "app" TEXT NOT NULL,
  "of" TEXT NOT NULL,
  "form" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "provider_forms_pkey" PRIMARY KEY ("app", "of")
);
