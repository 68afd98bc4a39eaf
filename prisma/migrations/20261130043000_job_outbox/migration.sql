-- Jobs for an engine outside the database (docs/adr/0008): one row for as long as the job waits or
-- runs, written in the transaction of what it is about. pg-boss has tables of its own and leaves this
-- one empty.
CREATE TABLE job_outbox (
  job text NOT NULL,
  key text NOT NULL,
  payload jsonb NOT NULL,
  job_group text,
  fair text,
  priority integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Given to the engine, as far as we know; counts against the cap of its group from then on.
  handed boolean NOT NULL DEFAULT false,
  -- When it is to be given to the engine, or given again in case the engine forgot it.
  hand_at timestamptz(3) NOT NULL DEFAULT '-infinity',
  -- A worker has it and shows signs of life until then.
  busy_until timestamptz(3),
  PRIMARY KEY (job, key)
);
CREATE INDEX job_outbox_waiting ON job_outbox (job, priority DESC, created_at) WHERE NOT handed;
CREATE INDEX job_outbox_handed ON job_outbox (job, hand_at) WHERE handed;

-- What a worker sees of such an engine, for the doctor.
ALTER TABLE workers ADD COLUMN engine jsonb;
