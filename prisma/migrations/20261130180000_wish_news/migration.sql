-- What is told of a wish: in the workspace of whoever runs the installation that somebody asks for
-- an app, and in that of whoever asked that it can be connected.
CREATE TABLE wish_news (
  -- Where it is told.
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('app_requested', 'app_available')),
  -- Where it was asked for.
  asked_in uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  is_type boolean NOT NULL,
  wanted text NOT NULL,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX wish_news_once
  ON wish_news (workspace_id, kind, asked_in, is_type, wanted);
CREATE INDEX wish_news_asked_in_idx ON wish_news (asked_in);

-- When whoever waits was told that it is there. Who waits already is told as well.
ALTER TABLE connector_wishes ADD COLUMN told_at timestamptz(3);
CREATE INDEX connector_wishes_waiting_idx ON connector_wishes (wanted) WHERE told_at IS NULL;

ALTER TABLE notifications
  ALTER COLUMN incident_id DROP NOT NULL,
  ADD COLUMN wish_id uuid,
  ADD FOREIGN KEY (workspace_id, wish_id) REFERENCES wish_news (workspace_id, id)
    ON DELETE CASCADE,
  ADD CHECK (num_nonnulls(incident_id, wish_id) = 1);
CREATE UNIQUE INDEX notifications_wish_once ON notifications (wish_id, user_id);

ALTER TABLE notification_messages
  ALTER COLUMN incident_id DROP NOT NULL,
  ADD COLUMN wish_id uuid,
  ADD FOREIGN KEY (workspace_id, wish_id) REFERENCES wish_news (workspace_id, id)
    ON DELETE CASCADE,
  ADD CHECK (num_nonnulls(incident_id, wish_id) = 1);
CREATE UNIQUE INDEX notification_messages_wish_once
  ON notification_messages (wish_id, channel, recipient);
