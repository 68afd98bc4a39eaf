-- Which streams are read, and how far back their first load goes.
ALTER TABLE connections
  ADD COLUMN excluded_streams text[] NOT NULL DEFAULT '{}',
  ADD COLUMN backfill_from timestamptz(3);
