-- Up to when the provider's data is known to be complete here, by the provider's clock: of a stream
-- when its last complete pass began, of a connection the oldest of its streams'.
ALTER TABLE stream_checkpoints ADD COLUMN current_to timestamptz(3);
ALTER TABLE connections ADD COLUMN current_to timestamptz(3);
