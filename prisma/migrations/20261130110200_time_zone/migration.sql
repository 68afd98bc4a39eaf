-- Null: the zone of the browser somebody looks with.
ALTER TABLE "users" ADD COLUMN "time_zone" TEXT;
