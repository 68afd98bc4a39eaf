-- Connectors that people wait for: one of the catalog that cannot be connected yet, or one there is not.
CREATE TABLE connector_wishes (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  -- The type of a connector, or the name of an app in lower case.
  wanted text NOT NULL,
  is_type boolean NOT NULL,
  name text NOT NULL,
  note text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, user_id, is_type, wanted)
);
CREATE INDEX connector_wishes_user_idx ON connector_wishes (user_id);
