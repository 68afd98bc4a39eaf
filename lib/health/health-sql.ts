/**
 * `judgeHealth`'s verdict in SQL, for filters and counts. Expects `c` (connections), `lr` (its last
 * run) in scope and, as `stale`, an SQL expression for the freshness threshold as an interval; `live`
 * says whether a run is live, if that is not to be asked of the connection.
 */
export const healthSql = ({
  stale,
  live = 'c.live_run_id IS NOT NULL',
}: {
  stale: string;
  live?: string;
}): string => `CASE
  WHEN c.status = 'disconnected' THEN 'disconnected'
  WHEN c.needs_reauth_at IS NOT NULL THEN 'needs_reauth'
  WHEN c.status = 'pending' AND NOT (${live}) THEN 'needs_reauth'
  WHEN ${live} THEN 'syncing'
  WHEN c.rate_limited_until > now() THEN 'rate_limited'
  WHEN c.auto_paused_at IS NOT NULL OR c.status = 'error' OR lr.status = 'failed' THEN 'error'
  WHEN c.sweep_held IS NOT NULL OR cardinality(c.stalled_streams) > 0 OR lr.status = 'partial'
    OR c.quarantined > 0 OR (cardinality(c.missing_scopes) > 0 AND c.status <> 'paused')
    THEN 'degraded'
  WHEN c.last_synced_at < now() - ${stale} THEN 'stale'
  ELSE 'healthy' END`;

/**
 * `stateOf` (lib/contract/state.ts) in SQL, over a verdict of `healthSql` that is at hand as
 * `verdict`, and `c`.
 */
export const stateSql = (verdict: string): string => `CASE
  WHEN ${verdict} = 'needs_reauth' AND c.status = 'pending' AND c.needs_reauth_at IS NULL THEN 'unfinished'
  WHEN ${verdict} IN ('healthy', 'stale') AND c.status = 'paused' THEN 'paused'
  ELSE ${verdict} END`;

/**
 * `turnOf` (lib/contract/state.ts) in SQL, over a verdict of `healthSql` that is at hand as
 * `verdict`, `c` and `lr`.
 */
export const turnSql = (verdict: string): string => `CASE
  WHEN ${verdict} = 'disconnected' THEN 'off'
  WHEN ${verdict} IN ('healthy', 'stale') AND c.status = 'paused' THEN 'off'
  WHEN ${verdict} IN ('healthy', 'syncing') THEN 'nobody'
  WHEN ${verdict} = 'rate_limited' THEN 'provider'
  WHEN c.status = 'paused' THEN 'you'
  WHEN ${verdict} = 'error' AND lr.error_reason IN ('transient', 'rate_limit') THEN 'provider'
  WHEN ${verdict} = 'degraded' AND c.sweep_held IS NULL AND cardinality(c.stalled_streams) = 0
    AND lr.status = 'partial' AND lr.error_reason IN ('transient', 'rate_limit') THEN 'provider'
  ELSE 'you' END`;
