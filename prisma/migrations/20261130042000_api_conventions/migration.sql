-- How many requests an API key and a workspace made in the minute that runs. Unlogged: what a crash
-- of the server forgets is a minute.
CREATE UNLOGGED TABLE request_budgets (
  key text PRIMARY KEY,
  began_at timestamptz NOT NULL DEFAULT '-infinity',
  used integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Takes as many of `asked` places as every limit still has, the same number from each.
-- limits: [{ "key", "room" }]. A window begins with the first request after the one before has
-- ended. Rows are locked in the order of their keys, and the clock is read when they are held.
CREATE FUNCTION take_requests(limits jsonb, asked integer, window_ms double precision)
RETURNS TABLE (key text, granted integer, remaining integer, resets_in_ms double precision)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  moment timestamptz;
  span CONSTANT interval := make_interval(secs => window_ms / 1000);
  places integer;
BEGIN
  INSERT INTO request_budgets AS b (key)
  SELECT l.key
  FROM jsonb_to_recordset(limits) AS l(key text, room integer)
  ORDER BY l.key
  ON CONFLICT DO NOTHING;

  PERFORM 1
  FROM request_budgets b
  JOIN jsonb_to_recordset(limits) AS l(key text, room integer) ON l.key = b.key
  ORDER BY b.key
  FOR UPDATE OF b;
  moment := clock_timestamp();

  SELECT GREATEST(
    LEAST(asked, min(l.room - CASE WHEN b.began_at + span <= moment THEN 0 ELSE b.used END)), 0)
  INTO places
  FROM request_budgets b
  JOIN jsonb_to_recordset(limits) AS l(key text, room integer) ON l.key = b.key;

  RETURN QUERY
  UPDATE request_budgets b SET
    began_at = CASE WHEN b.began_at + span <= moment THEN moment ELSE b.began_at END,
    used = CASE WHEN b.began_at + span <= moment THEN 0 ELSE b.used END + places
  FROM jsonb_to_recordset(limits) AS l(key text, room integer)
  WHERE b.key = l.key
  RETURNING
    b.key, places, l.room - b.used,
    extract(epoch FROM b.began_at + span - moment)::double precision * 1000;
END $$;

-- Answers to requests that came with an Idempotency-Key, sealed: some of them hold a secret that is
-- shown once. Without an answer yet the request is under way until `lease_until`.
CREATE TABLE idempotent_answers (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE ON UPDATE CASCADE,
  id uuid NOT NULL,
  caller text NOT NULL,
  key text NOT NULL,
  cipher bytea NOT NULL,
  answered boolean NOT NULL DEFAULT false,
  lease_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX idempotent_answers_key ON idempotent_answers (workspace_id, caller, key);
CREATE INDEX idempotent_answers_age ON idempotent_answers (created_at);

-- A key may be kept to some connections or connector types (none named: to none), and names the one
-- it replaces.
ALTER TABLE api_keys
  ADD COLUMN connection_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN connector_types text[] NOT NULL DEFAULT '{}',
  ADD COLUMN replaces uuid;
CREATE UNIQUE INDEX api_keys_replaces ON api_keys (workspace_id, replaces)
WHERE revoked_at IS NULL;

-- Origins whose pages may call the API with a key of the workspace.
ALTER TABLE workspaces ADD COLUMN api_origins text[] NOT NULL DEFAULT '{}';
CREATE INDEX workspaces_api_origins ON workspaces USING gin (api_origins);
