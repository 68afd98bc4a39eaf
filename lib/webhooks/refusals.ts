/** Refused deliveries an endpoint keeps in a minute, in each process: the rest is only counted. */
const KEPT_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Endpoints remembered at once. They exist, so that a flood cannot make them up. */
const MOST = 10_000;

const counts = new Map<string, { since: number; kept: number }>();

/** Whether another refused delivery of this endpoint may be kept: a flood must not fill the disk. */
export function mayKeepRefusal(endpoint_id: string, now = performance.now()): boolean {
  const count = counts.get(endpoint_id);
  if (!count || now - count.since >= MINUTE_MS) {
    if (counts.size >= MOST) counts.clear();
    counts.set(endpoint_id, { since: now, kept: 1 });
    return true;
  }
  count.kept += 1;
  return count.kept <= KEPT_PER_MINUTE;
}
