-- What a personal connection brought in is read by its owner only; one without an owner would be read by nobody.
UPDATE "connections" SET "owner_user_id" = "created_by" WHERE "scope" = 'personal' AND "owner_user_id" IS NULL;
