-- Provider apps (OAuth clients) of the installation that were entered in the console instead of the
-- environment; one a connector, for all workspaces. Sealed with the data key of the workspace of
-- whoever entered it, because that is where data keys are.
CREATE TABLE platform_apps (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE ON UPDATE CASCADE,
  id uuid NOT NULL,
  connector_type text NOT NULL,
  client_id text NOT NULL,
  client_secret_cipher bytea NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX platform_apps_connector ON platform_apps (connector_type);
