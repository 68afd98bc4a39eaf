-- Where providers deliver their events. The id is the unguessable part of the address. Without a
-- connection the events are matched by account: to the workspace's connections, or (reach platform)
-- to every connection that uses the platform's own app.
CREATE TABLE webhook_endpoints (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  provider text NOT NULL,
  name text NOT NULL,
  connection_id uuid,
  reach text NOT NULL DEFAULT 'workspace' CHECK (reach IN ('workspace', 'platform')),
  secret_cipher bytea NOT NULL,
  previous_cipher bytea,
  previous_until timestamptz(3),
  rotated_at timestamptz(3),
  -- What the provider calls it, where we registered it there, and until when it delivers.
  registration jsonb,
  lapses_at timestamptz(3),
  created_by uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  disabled_at timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX webhook_endpoints_id_key ON webhook_endpoints (id);
CREATE INDEX webhook_endpoints_connection_idx ON webhook_endpoints (connection_id);

-- The inbox: what was delivered, as it came. A delivery that was refused keeps no body.
CREATE TABLE webhook_deliveries (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('accepted', 'challenge', 'refused')),
  reason text,
  dedupe_key text,
  body_hash bytea,
  repeats integer NOT NULL DEFAULT 0,
  repeated_at timestamptz(3),
  method text NOT NULL,
  url text NOT NULL,
  headers jsonb NOT NULL,
  body bytea,
  size integer NOT NULL,
  event_keys text[] NOT NULL DEFAULT '{}',
  took_ms real NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  state text CHECK (state IN ('pending', 'done', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
  handled_at timestamptz(3),
  error text,
  matched integer,
  FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhook_endpoints (workspace_id, id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX webhook_deliveries_id_key ON webhook_deliveries (id);
-- The same event is taken once, whatever name an unsigned id gives it the second time.
CREATE UNIQUE INDEX webhook_deliveries_dedupe ON webhook_deliveries (endpoint_id, dedupe_key)
  WHERE dedupe_key IS NOT NULL;
CREATE UNIQUE INDEX webhook_deliveries_same_body ON webhook_deliveries (endpoint_id, body_hash)
  WHERE body_hash IS NOT NULL;
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (endpoint_id, seq)
  WHERE state = 'pending';
CREATE INDEX webhook_deliveries_endpoint_idx ON webhook_deliveries (endpoint_id, seq DESC);
CREATE INDEX webhook_deliveries_received_idx ON webhook_deliveries USING brin (received_at);

-- Connections an event asks to be synced: one row each, however many events.
CREATE TABLE webhook_wakes (
  workspace_id uuid NOT NULL,
  connection_id uuid PRIMARY KEY,
  -- Null: nothing waits. Never sooner than the connector's gap after the run before.
  due_at timestamptz(3),
  -- Records the events name, as "stream id"; and whether some event named none.
  targets text[] NOT NULL DEFAULT '{}',
  whole boolean NOT NULL DEFAULT false,
  -- How many events have asked so far.
  events bigint NOT NULL DEFAULT 0,
  started_at timestamptz(3),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id)
    ON DELETE CASCADE
);
CREATE INDEX webhook_wakes_due ON webhook_wakes (due_at) WHERE due_at IS NOT NULL;

-- Records a run reads again by their ids, as "stream id": what events named.
ALTER TABLE sync_runs ADD COLUMN targets text[] NOT NULL DEFAULT '{}';
