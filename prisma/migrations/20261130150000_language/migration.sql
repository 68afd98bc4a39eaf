-- Null: what the browser of whoever looks asks for.
ALTER TABLE "users" ADD COLUMN "language" TEXT;
