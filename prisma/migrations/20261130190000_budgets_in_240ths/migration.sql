-- A place taken is free again with the end of its slice: finer ones leave less of a budget of a few calls a second idle.
-- What a budget has counted so far is kept: each slice becomes four, its count in the last of them, which is free later.
UPDATE rate_budgets b
   SET newest = b.newest * 4 + 3,
       used = ARRAY(
         SELECT CASE WHEN quarter = 1 THEN u ELSE 0 END
           FROM unnest(b.used) WITH ORDINALITY AS slice(u, n), generate_series(1, 4) AS quarter
          ORDER BY n, quarter
       );

-- Takes one place in every limit, or none: answers 0, or the milliseconds after which it is worth asking again.
-- limits: [{ "key", "room", "per_ms" }]. A window is cut into 240 slices and the slice of now; their sum never passes the
-- room, so that no stretch of per_ms, wherever it begins, holds more. Rows are locked in the order of their keys.
-- probe: goes through what the provider closed itself, and leaves it closed; our own count still holds.
CREATE OR REPLACE FUNCTION take_permits(limits jsonb, probe boolean DEFAULT false) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
  slices CONSTANT integer := 240;
  day_ms CONSTANT double precision := 86400000;
  lim record;
  budget rate_budgets;
  now_ms double precision;
  slice_ms double precision;
  freed integer;
  wait_ms double precision := 0;
  taken rate_budgets[] := '{}';
BEGIN
  FOR lim IN
    SELECT * FROM jsonb_to_recordset(limits) AS l(key text, room integer, per_ms double precision) ORDER BY l.key
  LOOP
    SELECT * INTO budget FROM rate_budgets b WHERE b.key = lim.key FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO rate_budgets (key) VALUES (lim.key) ON CONFLICT DO NOTHING;
      SELECT * INTO budget FROM rate_budgets b WHERE b.key = lim.key FOR UPDATE;
    END IF;
    now_ms := extract(epoch FROM clock_timestamp()) * 1000;
    slice_ms := lim.per_ms / slices;
    IF floor(now_ms / slice_ms) > budget.newest THEN
      budget.used := (
        array_fill(0, ARRAY[LEAST(floor(now_ms / slice_ms) - budget.newest, slices + 1)::integer]) || budget.used
      )[1:slices + 1];
      budget.newest := floor(now_ms / slice_ms);
    END IF;
    IF NOT probe THEN
      wait_ms := GREATEST(
        wait_ms,
        LEAST(COALESCE(extract(epoch FROM budget.blocked_until) * 1000 - now_ms, 0), day_ms)
      );
      budget.blocked_until := NULL;
    END IF;
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
  UPDATE rate_budgets b
     SET newest = t.newest, used = t.used, blocked_until = t.blocked_until, touched_at = now()
    FROM unnest(taken) t
   WHERE b.key = t.key;
  RETURN 0;
END $$;
