-- Runs in a row that failed and brought nothing, since when, and when that paused the connection.
ALTER TABLE connections
  ADD COLUMN fruitless_runs integer NOT NULL DEFAULT 0,
  ADD COLUMN fruitless_since timestamptz(3),
  ADD COLUMN auto_paused_at timestamptz(3);
ALTER TABLE incidents DROP CONSTRAINT incidents_kind_check;
ALTER TABLE incidents ADD CONSTRAINT incidents_kind_check CHECK (
  kind IN ('needs_reauth', 'failing', 'deletions_held', 'grant_ending', 'auto_paused')
);
