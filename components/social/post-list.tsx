'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { amount, metricName, percent } from '@/components/social/numbers';
import { PostMediaRow } from '@/components/social/post-media';
import { chosenPosts, PostTools, type Kind, type Order } from '@/components/social/post-tools';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { formatDay } from '@/lib/client/format';
import type { SocialPost } from '@/lib/contract/metrics';

const STEP = 10;

/** The posts of a stretch of time with their numbers, in the order one asks for. */
export function PostList({
  connection,
  posts,
  chosen,
}: {
  connection: string;
  posts: readonly SocialPost[];
  /** The post that was chosen elsewhere on the page. */
  chosen: string | null;
}) {
  const t = useTranslations();
  const [order, setOrder] = useState<Order>('newest');
  const [kind, setKind] = useState<Kind>('all');
  const [shown, show] = useState(STEP);
  const list = useRef<HTMLUListElement>(null);
  const sorted = chosenPosts(posts, { kind, order });
  const at = sorted.findIndex((p) => p.id === chosen);
  useEffect(() => {
    list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <section aria-labelledby="posts" className="min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-1">
        <h2 id="posts" className="text-sm">
          {t('social.posts')}
        </h2>
        <PostTools posts={sorted} kind={kind} order={order} onKind={setKind} onOrder={setOrder} />
      </div>
      {sorted.length === 0 ? (
        <p className="text-muted py-8 text-center text-xs">
          {t(posts.length === 0 ? 'social.nothingWasPostedThisTime' : 'social.noPostOfThatKind')}
        </p>
      ) : (
        <ul ref={list} aria-labelledby="posts" className="divide-line divide-y">
          {sorted.slice(0, Math.max(shown, at + 1)).map((post) => (
            <Post key={post.id} connection={connection} post={post} chosen={post.id === chosen} />
          ))}
        </ul>
      )}
      {sorted.length > shown ? (
        <Button size="sm" variant="ghost" className="mt-2" onClick={() => show(shown + STEP)}>
          {t('social.showMore', { count: sorted.length })}
        </Button>
      ) : null}
    </section>
  );
}

function Post({
  connection,
  post,
  chosen,
}: {
  connection: string;
  post: SocialPost;
  chosen: boolean;
}) {
  const t = useTranslations();
  return (
    <li
      aria-current={chosen || undefined}
      className={cn(
        'grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1 py-3.5',
        chosen && 'bg-accent-soft -mx-3 px-3',
      )}
    >
      <p className="line-clamp-3 text-sm text-pretty">{post.text ?? post.id}</p>
      <p className="text-muted tabular text-xs whitespace-nowrap">
        {post.url ? (
          <a
            href={post.url}
            target="_blank"
            rel="noreferrer"
            aria-label={t('social.openPost', {
              posted_at: formatDay(post.posted_at, undefined, t),
            })}
            className="underline underline-offset-2"
          >
            {formatDay(post.posted_at, undefined, t)}
          </a>
        ) : (
          formatDay(post.posted_at, undefined, t)
        )}
      </p>
      <PostMediaRow connection={connection} post={post} />
      <p className="text-muted tabular col-span-2 flex flex-wrap gap-x-4 text-xs">
        {post.engagement_rate === null ? null : (
          <span className="text-ink">{percent(post.engagement_rate, t)}</span>
        )}
        {Object.entries(post.metrics).map(([name, value]) =>
          value === null ? null : (
            <span key={name}>
              {amount(value, t)} {metricName(name, t)}
            </span>
          ),
        )}
      </p>
    </li>
  );
}
