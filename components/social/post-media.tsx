'use client';
import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { formatDay } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { PostMedia, SocialPost } from '@/lib/contract/metrics';

/** More is said as a number: a row stays a row. */
const SHOWN = 4;

/**
 * What hangs on a post, as small pictures in boxes that are there before the pictures are; together
 * one link to the post.
 */
export function PostMediaRow({ connection, post }: { connection: string; post: SocialPost }) {
  const t = useTranslations();
  const { media, url } = post;
  if (media.length === 0) return null;
  const more = media.length - SHOWN;
  const row = (
    <span className="flex flex-wrap gap-1.5">
      {media.slice(0, SHOWN).map((one, index) => (
        <Thumbnail
          key={index}
          media={one}
          of={{ connection, post: post.id, index }}
          alone={media.length === 1}
        />
      ))}
      {more > 0 ? (
        <span className="text-muted tabular self-center text-xs">
          {t('social.morePictures', { count: more })}
        </span>
      ) : null}
    </span>
  );
  if (!url) return <div className="col-span-2">{row}</div>;
  const day = formatDay(post.posted_at, undefined, t);
  return (
    <a href={url} target="_blank" rel="noreferrer" className="col-span-2 justify-self-start">
      {row}
      <span className="sr-only">{t('social.openPost', { posted_at: day })}</span>
    </a>
  );
}

function Thumbnail({
  media,
  of,
  alone,
}: {
  media: PostMedia;
  of: { connection: string; post: string; index: number };
  alone: boolean;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [broken, setBroken] = useState(media.url === null && media.preview_url === null);
  const alt = altOf(media, t);
  const asked = new URLSearchParams({ workspace, ...of, index: String(of.index) });
  return (
    <span
      className={cn(
        'bg-sunken border-line relative grid aspect-video place-items-center overflow-hidden',
        'rounded-tile border',
        alone ? 'w-48' : 'w-[5.75rem]',
      )}
    >
      {broken ? (
        <span className="text-muted text-2xs line-clamp-3 px-2 text-center">{alt}</span>
      ) : (
        <img
          src={`/api/pictures?${asked}`}
          alt={alt}
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
          onError={() => setBroken(true)}
          // It may have failed before this script ran: then no event tells us.
          ref={(image) => {
            if (image?.complete && image.naturalWidth === 0) setBroken(true);
          }}
        />
      )}
      {media.type === 'image' || broken ? null : <Mark type={media.type} />}
    </span>
  );
}

/** Says that what is seen is the still of something that moves. */
const Mark = ({ type }: { type: 'video' | 'animation' }) => {
  const t = useTranslations();
  return (
    <span
      aria-hidden
      className="bg-surface text-ink absolute bottom-1.5 left-1.5 grid h-5 min-w-5 place-items-center rounded-full px-1"
    >
      {type === 'video' ? (
        <Play size={10} className="fill-current" />
      ) : (
        <span className="text-2xs leading-none">{t('social.animationMark')}</span>
      )}
    </span>
  );
};

function altOf({ type, alt }: PostMedia, t: Words): string {
  if (type === 'image') return alt ?? t('social.pictureWithoutWords');
  if (alt === null) return t(type === 'video' ? 'social.film' : 'social.animation');
  return t(type === 'video' ? 'social.filmOf' : 'social.animationOf', { alt });
}
