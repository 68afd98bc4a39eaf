-- A person may have several unfinished attempts at one connector: a new one used to take the row of an
-- older one over, its name included. Two clicks still make one row: the second finds the first, made a
-- moment ago with the same name (lib/connections/attempt.ts).
DROP INDEX "connections_one_attempt";
CREATE INDEX "connections_attempts" ON "connections" ("workspace_id", "connector_type", "created_by") WHERE "status" = 'pending' AND "external_account_id" IS NULL;
