-- A workspace in sandbox mode that belongs to another one: its place to try things. One at most.
ALTER TABLE workspaces ADD COLUMN twin_of uuid UNIQUE REFERENCES workspaces (id) ON DELETE CASCADE;
