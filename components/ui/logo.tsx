'use client';
import { createContext, use, useState } from 'react';
import { cn } from '@/components/ui/cn';

/** Names of logos that have a file of their own for the dark theme. */
export const DarkLogos = createContext<readonly string[]>([]);

const SIZES = {
  sm: 'size-6 rounded-control',
  md: 'size-8 rounded-tile',
  lg: 'size-10 rounded-tile',
  xl: 'size-12 rounded-card',
} as const;
const MARKS = { sm: 14, md: 18, lg: 22, xl: 28 } as const;

/**
 * The provider's mark in a tile; its first letter where there is no file. Decorative: the name
 * stands beside it.
 */
export function Logo({
  logo,
  name,
  size = 'md',
  className,
}: {
  logo: string | null | undefined;
  name: string;
  size?: keyof typeof SIZES;
  className?: string;
}) {
  const dark = use(DarkLogos);
  const [missing, setMissing] = useState(false);
  const mark = MARKS[size];
  const inDark = Boolean(logo && dark.includes(logo));
  // An image may have failed before this script ran: then no event tells us.
  const image = {
    width: mark,
    height: mark,
    alt: '',
    decoding: 'async' as const,
    onError: () => setMissing(true),
    ref: (el: HTMLImageElement | null) => {
      if (el?.complete && el.naturalWidth === 0 && el.currentSrc) setMissing(true);
    },
  };
  return (
    <span
      aria-hidden
      className={cn(
        'border-line bg-surface grid shrink-0 place-items-center overflow-hidden border',
        SIZES[size],
        className,
      )}
    >
      {!logo || missing ? (
        <span className="text-muted font-semibold" style={{ fontSize: mark * 0.72 }}>
          {name.charAt(0).toUpperCase()}
        </span>
      ) : (
        <img src={`/logos/${logo}.svg`} {...image} className={inDark ? 'dark:hidden' : undefined} />
      )}
      {inDark && !missing ? (
        <img
          src={`/logos/${logo}-dark.svg`}
          {...image}
          loading="lazy"
          className="hidden dark:block"
        />
      ) : null}
    </span>
  );
}
