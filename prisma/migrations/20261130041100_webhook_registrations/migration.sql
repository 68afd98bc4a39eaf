-- Why an endpoint could not be registered at its provider, or its registration not be renewed, and
-- when that is tried again.
ALTER TABLE webhook_endpoints ADD COLUMN registration_error text;
ALTER TABLE webhook_endpoints ADD COLUMN retry_at timestamptz(3);
