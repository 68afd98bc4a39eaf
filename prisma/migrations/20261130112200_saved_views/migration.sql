-- Search, filters, order and columns of the list of connections, which a person kept under a name.
CREATE TABLE saved_views (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES memberships (workspace_id, user_id)
    ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_views_name ON saved_views (workspace_id, user_id, lower(name));
