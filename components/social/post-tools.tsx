'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import { download, toCsv } from '@/lib/client/csv';
import type { MessageKey } from '@/lib/client/words';
import type { SocialPost } from '@/lib/contract/metrics';

export type Order = 'newest' | 'best' | 'worst' | 'seen';
export type Kind = 'all' | 'with' | 'without';

const ORDERS: Record<Order, MessageKey> = {
  newest: 'social.newestFirst',
  best: 'social.bestFirst',
  worst: 'social.worstFirst',
  seen: 'social.mostSeenFirst',
};
const KINDS: Record<Kind, MessageKey> = {
  all: 'social.allPosts',
  with: 'social.withPictures',
  without: 'social.withoutPictures',
};

const COMPARE: Record<Order, (a: SocialPost, b: SocialPost) => number> = {
  newest: (a, b) => b.posted_at.localeCompare(a.posted_at),
  best: (a, b) => rate(b, -1) - rate(a, -1),
  worst: (a, b) => rate(a, 2) - rate(b, 2),
  seen: (a, b) => (b.metrics.impressions ?? -1) - (a.metrics.impressions ?? -1),
};
/** Posts without a rate stand at the end, whatever the order. */
const rate = (post: SocialPost, none: number): number => post.engagement_rate ?? none;

/** The posts of a kind, in an order. */
export const chosenPosts = (
  posts: readonly SocialPost[],
  { kind, order }: { kind: Kind; order: Order },
): SocialPost[] =>
  posts
    .filter((post) => kind === 'all' || post.media.length > 0 === (kind === 'with'))
    .toSorted(COMPARE[order]);

/** Which posts, in which order, and all of those as a file. */
export function PostTools({
  posts,
  kind,
  order,
  onKind,
  onOrder,
}: {
  /** Those that are shown. */
  posts: readonly SocialPost[];
  kind: Kind;
  order: Order;
  onKind: (kind: Kind) => void;
  onOrder: (order: Order) => void;
}) {
  const t = useTranslations();
  return (
    <div className="flex flex-wrap items-center gap-2 sm:justify-end">
      <Select
        small
        aria-label={t('social.whichPosts')}
        value={kind}
        onChange={(e) => onKind(e.target.value as Kind)}
        className="w-36"
      >
        {Object.entries(KINDS).map(([value, words]) => (
          <option key={value} value={value}>
            {t(words)}
          </option>
        ))}
      </Select>
      <Select
        small
        aria-label={t('social.orderPosts')}
        value={order}
        onChange={(e) => onOrder(e.target.value as Order)}
        className="w-40"
      >
        {Object.entries(ORDERS).map(([value, words]) => (
          <option key={value} value={value}>
            {t(words)}
          </option>
        ))}
      </Select>
      <Button
        size="sm"
        variant="ghost"
        icon={<Download aria-hidden className="size-3.5" />}
        disabled={posts.length === 0}
        onClick={() => exportPosts(posts)}
      >
        {t('social.asCsv')}
      </Button>
    </div>
  );
}

/** What is not known is an empty field, never zero. */
function exportPosts(posts: readonly SocialPost[]): void {
  const numbers = [...new Set(posts.flatMap((post) => Object.keys(post.metrics)))];
  const head = ['id', 'posted_at', 'text', 'url', 'engagement_rate', ...numbers, 'media'];
  const rows = posts.map((post) => [
    post.id,
    post.posted_at,
    post.text,
    post.url,
    post.engagement_rate,
    ...numbers.map((name) => post.metrics[name] ?? null),
    post.media.length,
  ]);
  const day = new Date().toISOString().slice(0, 10);
  download(`posts-${day}.csv`, toCsv([head, ...rows]), 'text/csv;charset=utf-8');
}
