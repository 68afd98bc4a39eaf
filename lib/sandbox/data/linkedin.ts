import { capital, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

/** Pages; the app's member administers some of them. */
export const PAGES = [
  {
    name: 'acme',
    note: 'A lively page the app’s member administers',
    id: 2_001,
    administered: true,
  },
  {
    name: 'globex',
    note: 'A small page the app’s member administers',
    id: 2_002,
    administered: true,
  },
  { name: 'umbrella', note: 'A page of somebody else: no posts', id: 2_003, administered: false },
] as const;
export type Page = (typeof PAGES)[number];

export const SIZES: Readonly<Record<string, number>> = { acme: 90, globex: 26, umbrella: 12 };

/** A post is a share, or the older kind that began as user content. */
export const postId = (account: string, n: number): string => {
  const { id } = PAGES.find(({ name }) => name === account)!;
  return `urn:li:${n % 4 === 3 ? 'ugcPost' : 'share'}:7${id}${String(n).padStart(10, '0')}`;
};

const DAY_MS = 86_400_000;
const FOLLOWED_FROM = Date.UTC(2024, 0, 1);

/** Followers grow by the day. */
export function followers({ name, id }: Page, now: number): number {
  const days = Math.floor((now - FOLLOWED_FROM) / DAY_MS);
  return dice(`linkedin:${name}`).int(1_000, 9_000) + days * (id % 7) + Math.floor(days / 3);
}

/** The page as everybody may see it, and with what its administrators see. */
export function organization({ name, id, administered }: Page): Record<string, unknown> {
  const label = capital(name);
  return {
    id,
    vanityName: name,
    localizedName: label,
    name: { localized: { en_US: label }, preferredLocale: { country: 'US', language: 'en' } },
    primaryOrganizationType: 'NONE',
    localizedWebsite: `https://${name}.example`,
    locations: [],
    ...(administered
      ? {
          localizedDescription: 'Tools for people who make things.',
          staffCountRange: 'SIZE_51_TO_200',
        }
      : {}),
  };
}

export function post({ name, id }: Page, item: Item): Record<string, unknown> {
  const d = dice(`linkedin:${name}:posts:${item.n}`);
  const topic = d.pick(TOPICS);
  return {
    id: item.id,
    author: `urn:li:organization:${id}`,
    // Its own notation: brackets are escaped, tags and mentions marked.
    commentary:
      `${capital(topic)} \\(${item.rev + 1}\\): thanks to @[Globex](urn:li:organization:2002) ` +
      '{hashtag|\\#|news}',
    publishedAt: item.created,
    createdAt: item.created,
    lastModifiedAt: item.updated,
    lifecycleState: 'PUBLISHED',
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED' },
    isReshareDisabledByAuthor: false,
    ...item.set,
  };
}

/** What came of a post; it grows for some days, and when the post is changed. */
export function statistics({ name }: Page, item: Item, now: number): Record<string, number> {
  const d = dice(`linkedin:${name}:statistics:${item.n}`);
  const grown = 1 - Math.exp(-Math.max(0, Math.floor((now - item.created) / DAY_MS)) / 3);
  const reach = d.int(200, 9_000);
  const count = (share: number) => Math.floor(reach * share * grown) + item.rev;
  return {
    impressionCount: count(1),
    uniqueImpressionsCount: count(0.7),
    clickCount: count(0.03),
    likeCount: count(0.02),
    commentCount: count(0.004),
    shareCount: count(0.002),
    engagement: 0.056,
  };
}
