-- When the grant itself ends, where the provider says so: with it ends every refresh.
ALTER TABLE credentials ADD COLUMN grant_ends_at timestamptz(3);
CREATE INDEX credentials_grant_ends_idx ON credentials (grant_ends_at)
  WHERE grant_ends_at IS NOT NULL;
ALTER TABLE incidents DROP CONSTRAINT incidents_kind_check;
ALTER TABLE incidents ADD CONSTRAINT incidents_kind_check
  CHECK (kind IN ('needs_reauth', 'failing', 'deletions_held', 'grant_ending'));
