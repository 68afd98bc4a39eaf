-- Words a workspace gives its connections. Without an index: they are only asked for within one
-- workspace, and an index over them would be written with every run of every connection.
ALTER TABLE connections
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
