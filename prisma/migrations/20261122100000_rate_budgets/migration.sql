-- How much of each provider limit is used, shared by all processes. Unlogged: it is asked before every provider call and
-- must not wait for the disk; a crash of the server forgets it, which costs at most one window.
CREATE UNLOGGED TABLE "rate_budgets" (
    "key" TEXT NOT NULL,
    "newest" BIGINT NOT NULL DEFAULT 0,
    "used" INTEGER[] NOT NULL DEFAULT '{}',
    "blocked_until" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_budgets_pkey" PRIMARY KEY ("key")
);
ALTER TABLE "rate_budgets" SET (fillfactor = 50);

-- Takes one place in every limit, or none: answers 0, or the milliseconds after which it is worth asking again.
-- limits: [{ "key", "room", "per_ms" }]. A window is cut into 20 slices and the slice of now; their sum never passes the
-- room, so that no stretch of per_ms, wherever it begins, holds more. Rows are locked in the order of their keys.
CREATE FUNCTION take_permits(limits jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  slices CONSTANT integer := 20;
  lim record;
  budget rate_budgets;
  now_ms double precision;
  slice_ms double precision;
  freed integer;
  wait_ms double precision := 0;
  taken rate_budgets[] := '{}';
BEGIN
  FOR lim IN SELECT * FROM jsonb_to_recordset(limits) AS l(key text, room integer, per_ms double precision) ORDER BY l.key LOOP
    SELECT * INTO budget FROM rate_budgets b WHERE b.key = lim.key FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO rate_budgets (key) VALUES (lim.key) ON CONFLICT DO NOTHING;
      SELECT * INTO budget FROM rate_budgets b WHERE b.key = lim.key FOR UPDATE;
    END IF;
    now_ms := extract(epoch FROM clock_timestamp()) * 1000;
    slice_ms := lim.per_ms / slices;
    IF floor(now_ms / slice_ms) > budget.newest THEN
      budget.used := (array_fill(0, ARRAY[LEAST(floor(now_ms / slice_ms) - budget.newest, slices + 1)::integer]) || budget.used)[1:slices + 1];
      budget.newest := floor(now_ms / slice_ms);
    END IF;
    wait_ms := GREATEST(wait_ms, COALESCE(extract(epoch FROM budget.blocked_until) * 1000 - now_ms, 0));
    IF (SELECT COALESCE(sum(u), 0) FROM unnest(budget.used) u) >= lim.room THEN
      freed := 0;
      FOR i IN REVERSE array_length(budget.used, 1)..1 LOOP
        freed := freed + budget.used[i];
        IF freed > 0 THEN
          wait_ms := GREATEST(wait_ms, (budget.newest - i + slices + 2) * slice_ms - now_ms, 1);
          EXIT;
        END IF;
      END LOOP;
    END IF;
    budget.used[1] := COALESCE(budget.used[1], 0) + 1;
    taken := taken || budget;
  END LOOP;
  IF wait_ms > 0 THEN RETURN ceil(wait_ms); END IF;
  UPDATE rate_budgets b SET newest = t.newest, used = t.used, blocked_until = NULL, touched_at = now() FROM unnest(taken) t WHERE b.key = t.key;
  RETURN 0;
END $$;
