-- Several streams may hold back deletions at a time: {"persons": {"would_delete": 480, "of": 2000, "since": "…", "confirmed": null}}.
UPDATE "connections" SET "sweep_held" = jsonb_build_object("sweep_held"->>'stream', ("sweep_held" - 'stream') || jsonb_build_object('since', now(), 'confirmed', NULL))
WHERE jsonb_typeof("sweep_held"->'stream') = 'string';

-- Facts health is made from. They stand on the row so that a list reads nothing more.
ALTER TABLE "connections" ADD COLUMN "stalled_streams" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "connections" ADD COLUMN "quarantined" INTEGER NOT NULL DEFAULT 0;

-- Where the last runs of the stream ended: a pass that is always there again does not advance.
ALTER TABLE "stream_checkpoints" ADD COLUMN "positions" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- When the item was last met, and its content as JSON text: {"item": "…"} as the provider gave it, {"record": "…"} as it would have been stored.
ALTER TABLE "quarantined_records" ADD COLUMN "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "quarantined_records" SET "seen_at" = "created_at", "payload" = CASE WHEN "payload" IS NULL THEN NULL ELSE jsonb_build_object('item', "payload"::text) END;
CREATE INDEX "quarantined_records_open" ON "quarantined_records" ("connection_id", "stream", "id") WHERE "resolved_at" IS NULL;
UPDATE "connections" c SET "quarantined" = (SELECT count(*) FROM "quarantined_records" q WHERE q."connection_id" = c."id" AND q."resolved_at" IS NULL)
WHERE EXISTS (SELECT 1 FROM "quarantined_records" q WHERE q."connection_id" = c."id" AND q."resolved_at" IS NULL);
