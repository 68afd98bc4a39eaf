-- Trouble of a connection that somebody has to know of, from its beginning to its end. What comes
-- back before it has been calm for a while is the same trouble.
CREATE TABLE incidents (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('needs_reauth', 'failing', 'deletions_held')),
  opened_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Null: it is there now.
  calm_since timestamptz(3),
  closed_at timestamptz(3),
  -- Reminders told so far: after three days, and after seven.
  reminders smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX incidents_open ON incidents (connection_id, kind) WHERE closed_at IS NULL;
CREATE INDEX incidents_connection_idx ON incidents (workspace_id, connection_id);

-- What one person was told: once for each step of an incident.
CREATE TABLE notifications (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  incident_id uuid NOT NULL,
  step text NOT NULL CHECK (step IN ('opened', 'day_3', 'day_7', 'recovered')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  read_at timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, incident_id) REFERENCES incidents (workspace_id, id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX notifications_once ON notifications (incident_id, step, user_id);
CREATE INDEX notifications_inbox_idx ON notifications (workspace_id, user_id, id DESC);

-- What is to leave: an e-mail to a person, or a message to the workspace's chat.
CREATE TABLE notification_messages (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  step text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email', 'chat')),
  -- The person's id; of a chat, the workspace's.
  recipient uuid NOT NULL,
  due_at timestamptz(3) NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  sent_at timestamptz(3),
  error text,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, incident_id) REFERENCES incidents (workspace_id, id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX notification_messages_once
  ON notification_messages (incident_id, step, channel, recipient);
CREATE INDEX notification_messages_due ON notification_messages (due_at) WHERE sent_at IS NULL;

-- What a person wants to hear of, and how; without a row: everything, at once.
CREATE TABLE notification_preferences (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  email text NOT NULL CHECK (email IN ('at_once', 'daily', 'never')),
  muted text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES memberships (workspace_id, user_id)
    ON DELETE CASCADE
);

-- The incoming webhook of a chat (Slack, or one that takes the same), by workspace.
CREATE TABLE chat_hooks (
  workspace_id uuid PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  url_cipher bytea NOT NULL,
  host text NOT NULL,
  set_at timestamptz(3) NOT NULL DEFAULT now(),
  error text
);
