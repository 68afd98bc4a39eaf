import { WINDOW_SECONDS, type Budget } from '@/lib/requests/service';

/**
 * What is left of each limit, in the fields of draft-ietf-httpapi-ratelimit-headers: `q` requests in
 * `w` seconds; `r` are left, until all are again in `t` seconds.
 */
export function budgetHeaders(budgets: readonly Budget[]): Record<string, string> {
  if (budgets.length === 0) return {};
  const policy = budgets.map(({ name, quota }) => `"${name}";q=${quota};w=${WINDOW_SECONDS}`);
  const left = budgets.map(
    ({ name, remaining, resets_in_seconds }) =>
      `"${name}";r=${Math.max(remaining, 0)};t=${resets_in_seconds}`,
  );
  return { 'ratelimit-policy': policy.join(', '), ratelimit: left.join(', ') };
}
