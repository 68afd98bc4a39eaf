import type { MetricTotals } from '@/lib/contract/metrics';

/** What people do with a post, whatever the provider calls the rest. Seeing it is none of them. */
const ENGAGEMENTS = [
  'likes',
  'comments',
  'replies',
  'shares',
  'reposts',
  'quotes',
  'clicks',
] as const;

/** A post as far as its numbers go. */
export interface Counted {
  metrics: Readonly<Record<string, number | null>>;
}

/** What was done with a post; null: the provider says nothing of it. */
export function engagementsOf({ metrics }: Counted): number | null {
  const known = ENGAGEMENTS.flatMap((name) => metrics[name] ?? []);
  return known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0);
}

/** Which of the numbers of some posts are counted as engagement. */
export function engagementOf(posts: readonly Counted[]): string[] {
  const said = new Set(posts.flatMap((post) => Object.keys(post.metrics)));
  return ENGAGEMENTS.filter((name) => said.has(name));
}

/**
 * Engagements over impressions, as a share, of those posts of which both are known; null: there is
 * none. By impressions, not by followers, who may not have seen it.
 */
export function rateOf(posts: readonly Counted[]): number | null {
  let [engagements, impressions] = [0, 0];
  for (const post of posts) {
    const [done, seen] = [engagementsOf(post), post.metrics.impressions ?? null];
    if (done === null || seen === null) continue;
    engagements += done;
    impressions += seen;
  }
  return impressions === 0 ? null : engagements / impressions;
}

/** The numbers of a stretch of time, from its posts and the followers at its two ends. */
export const totalsOf = (
  posts: readonly Counted[],
  followers: { start: number | null; end: number | null },
): MetricTotals => ({
  followers: followers.end,
  followers_change:
    followers.start === null || followers.end === null ? null : followers.end - followers.start,
  posts: posts.length,
  impressions: sumKnown(posts.map((post) => post.metrics.impressions ?? null)),
  engagements: sumKnown(posts.map(engagementsOf)),
  engagement_rate: rateOf(posts),
});

/**
 * The numbers of several accounts together. Followers are of those accounts of which they are known;
 * the rate is of all their posts, not the mean of their rates.
 */
export const together = (
  posts: readonly Counted[],
  accounts: readonly MetricTotals[],
): MetricTotals => ({
  ...totalsOf(posts, { start: null, end: null }),
  followers: sumKnown(accounts.map((account) => account.followers)),
  followers_change: sumKnown(accounts.map((account) => account.followers_change)),
});

/** The sum of what is known; null when nothing is. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0);
}
