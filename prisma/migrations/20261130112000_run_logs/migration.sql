-- What a run did, line by line, for the days in which somebody may ask; it goes with its run.
CREATE TABLE run_logs (
  workspace_id uuid NOT NULL,
  run_id uuid NOT NULL,
  began_at timestamptz(3) NOT NULL DEFAULT now(),
  lines jsonb NOT NULL,
  -- Lines of ordinary calls that were not kept.
  left_out integer NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, run_id),
  FOREIGN KEY (workspace_id, run_id) REFERENCES sync_runs (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX run_logs_began_at ON run_logs (began_at);

-- Why a live run stands still, as its worker last said, and until when.
ALTER TABLE sync_runs ADD COLUMN waiting jsonb;
