-- What a social account's numbers were at the end of each run that read them: the provider only ever
-- says what they are now. No row means nobody knows; it is never zero.
CREATE TABLE metric_points (
  workspace_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  metric text NOT NULL,
  at timestamptz(3) NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (connection_id, metric, at),
  FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
