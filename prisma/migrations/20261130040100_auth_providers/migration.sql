-- Services that keep authorizations for a workspace and hand out tokens at sync time: what it entered
-- to be let in, sealed. A credential of such a connection names the service and the account there.
CREATE TABLE auth_providers (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE ON UPDATE CASCADE,
  id text NOT NULL,
  settings_cipher bytea NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (workspace_id, id)
);
