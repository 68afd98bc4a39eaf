-- When a provider last told of a connection, at whichever endpoint that was.
ALTER TABLE webhook_wakes ADD COLUMN last_event_at timestamptz(3);
