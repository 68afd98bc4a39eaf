-- A rhythm of one connection's own, instead of its connector's cadence: {"cron", "timezone"}. Beside
-- it the longest time between two of its syncs, in seconds: what stale means depends on it.
ALTER TABLE connections
  ADD COLUMN schedule jsonb,
  ADD COLUMN schedule_gap_seconds integer;

-- How it came to its authorization, where that is not a sign-in at the provider: the auth provider
-- that keeps it, or tokens somebody brought.
ALTER TABLE connections
  ADD COLUMN auth_provider text,
  ADD COLUMN token_given boolean NOT NULL DEFAULT false;

-- Named groups of connections. A connection names its group by id.
CREATE TABLE collections (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE ON UPDATE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (workspace_id, id)
);
INSERT INTO collections (workspace_id, id, name)
SELECT DISTINCT workspace_id, collection, collection
FROM connections
WHERE collection IS NOT NULL;
ALTER TABLE connections
  ADD CONSTRAINT connections_collection_fkey FOREIGN KEY (workspace_id, collection)
  REFERENCES collections (workspace_id, id) ON UPDATE CASCADE;
CREATE INDEX connections_collection ON connections (workspace_id, collection)
  WHERE collection IS NOT NULL;
