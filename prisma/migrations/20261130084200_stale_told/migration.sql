-- Whether it was told that a connection has become stale: no run ends when the clock moves on.
ALTER TABLE connections ADD COLUMN stale_told boolean NOT NULL DEFAULT false;
CREATE INDEX connections_stale_untold ON connections (last_synced_at)
  WHERE status = 'connected' AND NOT stale_told;
