-- Records in the words of their entity, beside the raw ones, and how far a changed mapping has been applied to what was
-- stored before; see lib/records/remap.ts.
ALTER TABLE "records" ADD COLUMN "canonical" JSONB, ADD COLUMN "canonical_version" INTEGER;
ALTER TABLE "stream_checkpoints" ADD COLUMN "canonical_version" INTEGER, ADD COLUMN "remapped_to" BIGINT;
