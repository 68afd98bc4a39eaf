-- Who began an authorization is asked for again when it comes back: the role they had then, and the key that began it.
-- The outcome is kept, so that the same callback a second time answers what the first one did.
ALTER TABLE "oauth_states"
    ADD COLUMN "started_as" TEXT,
    ADD COLUMN "api_key_id" UUID,
    ADD COLUMN "outcome" TEXT;
