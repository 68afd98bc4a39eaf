-- One word for one thing: a stream's position is its bookmark, and what a full pass met is seen.
ALTER TABLE "stream_checkpoints" RENAME COLUMN "cursor" TO "bookmark";
ALTER TABLE "record_sightings" RENAME TO "seen_records";
ALTER TABLE "seen_records" RENAME CONSTRAINT "record_sightings_pkey" TO "seen_records_pkey";
