-- What happened, written in the transaction of the change (docs/adr/0007). `seq` is the place in the
-- order readers follow; it is given after the commit, so that nobody can pass an event by that is
-- still being written. No foreign key: rows live for days, and the check would lock the workspace.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seq bigint,
  event_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  event text NOT NULL,
  about text NOT NULL,
  subject_id text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  request_id text,
  data jsonb NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE SEQUENCE outbox_order OWNED BY outbox.seq;
CREATE UNIQUE INDEX outbox_seq_key ON outbox (seq);
CREATE INDEX outbox_unplaced ON outbox (id) WHERE seq IS NULL;
-- Found by age when it is pruned; rows arrive in this order.
CREATE INDEX outbox_at_idx ON outbox USING brin (at);

-- How far each reader has come.
CREATE TABLE outbox_positions (
  consumer text PRIMARY KEY,
  seq bigint NOT NULL,
  moved_at timestamptz(3) NOT NULL DEFAULT now()
);
