import {
  followers,
  organization,
  PAGES,
  post,
  postId,
  SIZES,
  statistics,
} from '@/lib/sandbox/data/linkedin';
import type { Page } from '@/lib/sandbox/data/linkedin';
import { json } from '@/lib/sandbox/kit/call';
import type { Call } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { oneOf, required, text, Unreadable, whole } from '@/lib/sandbox/kit/params';
import type { Param } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';

const TOKEN = 'sandbox';
/** Versions are months; each is there for about a year. */
const VERSIONS = { from: 202_512, to: 202_611 };
const DAY = { calls: 20_000, ms: 86_400_000 };
const POST_EVERY_MS = 12 * 3_600_000;

const { get } = endpointsFor<'app'>();
const words = <const Word extends string>(word: Word) => required(oneOf([word], null));
const ORGANIZATION = required(text(/^urn:li:organization:\d+$/, 'is no URN of an organization'));
/** URNs in `List(…)`, each encoded by itself. */
const LIST: Param<readonly string[]> = {
  read: ([sent]) => {
    const inside = /^List\((.+)\)$/.exec(String(sent))?.[1];
    if (inside === undefined) throw new Unreadable('is no List()');
    return inside.split(',');
  },
  absent: () => [],
};

/** From LinkedIn's Community Management documentation (2026-10) and its Postman collections. */
export default defineSandboxProvider<'app'>({
  slug: 'linkedin',
  name: 'LinkedIn',
  hosts: ['api.linkedin.com'],
  connect:
    'Handle: enter one of the pages. The app’s access token is “sandbox”; its member administers ' +
    'acme and globex.',
  accounts: PAGES,
  streams: ['profile', 'posts'],
  modes: { edges: ['upper', 'camel'] },
  open: (account, stream, now) => {
    const size = SIZES[account];
    if (size === undefined || (stream !== 'profile' && stream !== 'posts')) return null;
    const isProfile = stream === 'profile';
    return createCollection({
      seed: `linkedin:${account}:${stream}`,
      size: isProfile ? 1 : size,
      now,
      id: (n) =>
        isProfile ? String(PAGES.find(({ name }) => name === account)!.id) : postId(account, n),
      evolution:
        account === 'acme' && !isProfile
          ? {
              update_every_ms: POST_EVERY_MS,
              busy: 0,
              birth_every_ms: POST_EVERY_MS,
              alive: null,
              keep: 0,
            }
          : null,
    });
  },
  sign_in: (call) => {
    if (call.header('authorization') !== `Bearer ${TOKEN}`) return null;
    const version = Number(call.header('linkedin-version'));
    if (!(version >= VERSIONS.from && version <= VERSIONS.to))
      throw new Refused({
        status: 426,
        why: 'gone',
        message: `Requested version ${call.header('linkedin-version')} is not active`,
      });
    if (call.header('x-restli-protocol-version') !== '2.0.0')
      throw new Refused({
        status: 400,
        why: 'bad_parameter',
        message: 'List() is understood by protocol version 2.0.0 only',
      });
    return 'app';
  },
  account_of: aimedAt,
  gate: ({ world }, answer) => {
    if (world.windows.take('linkedin', DAY.calls, DAY.ms).allowed) return answer();
    const message = 'Resource level throttle APPLICATION DAY limit for calls is reached.';
    throw new Refused({ status: 429, why: 'limit', message });
  },
  endpoints: [
    get('/rest/organizations', {
      query: { q: words('vanityName'), vanityName: required(text()) },
      answer: ({ query }) => {
        const found = PAGES.filter(({ name }) => name === query.vanityName.toLowerCase());
        const paging = { start: 0, count: 10, total: found.length, links: [] };
        return json(200, { elements: found.map(organization), paging });
      },
    }),
    get('/rest/networkSizes/{urn}', {
      path: { urn: ORGANIZATION },
      query: { edgeType: required(text()) },
      answer: ({ path, query, world }) => {
        const isNewer = world.mode('edges') === 'upper';
        const known = isNewer ? 'COMPANY_FOLLOWED_BY_MEMBER' : 'CompanyFollowedByMember';
        if (query.edgeType !== known)
          throw new Refused({
            status: 400,
            why: 'bad_parameter',
            message: `Invalid value ${query.edgeType} for param edgeType`,
          });
        return json(200, { firstDegreeSize: followers(pageOf(path.urn), world.now()) });
      },
    }),
    get('/rest/posts', {
      query: {
        q: words('author'),
        author: ORGANIZATION,
        start: whole(0, 100_000, 0),
        count: whole(1, 100, 10),
        sortBy: oneOf(['LAST_MODIFIED', 'CREATED'], 'LAST_MODIFIED'),
        isDsc: text(),
      },
      answer: ({ query, world }) => {
        const page = administered(query.author, 'posts.FINDER-author');
        const by = query.sortBy === 'CREATED' ? 'created' : 'updated';
        const all = live(page, world).toSorted((a, b) => b[by] - a[by] || b.n - a.n);
        const { start, count } = query;
        const more = start + count < all.length;
        const author = encodeURIComponent(query.author);
        const place = `count=${count}&start=${start + count}`;
        const href = `/rest/posts?author=${author}&q=author&${place}`;
        return json(200, {
          elements: all.slice(start, start + count).map((item) => post(page, item)),
          paging: {
            start,
            count,
            total: all.length,
            links: more ? [{ rel: 'next', type: 'application/json', href }] : [],
          },
        });
      },
    }),
    get('/rest/organizationalEntityShareStatistics', {
      query: {
        q: words('organizationalEntity'),
        organizationalEntity: ORGANIZATION,
        shares: LIST,
        ugcPosts: LIST,
      },
      answer: ({ query, world }) => {
        const page = administered(query.organizationalEntity, 'shareStatistics.FINDER');
        const asked = [...query.shares, ...query.ugcPosts];
        const misplaced = [
          ...query.shares.filter((urn) => !urn.startsWith('urn:li:share:')),
          ...query.ugcPosts.filter((urn) => !urn.startsWith('urn:li:ugcPost:')),
        ];
        if (misplaced.length > 0)
          throw new Refused({
            status: 400,
            why: 'bad_parameter',
            message: `Invalid URN ${misplaced[0]}`,
          });
        // A post nobody saw yet has no statistics.
        const elements = live(page, world)
          .filter((item) => asked.includes(item.id) && item.n % 9 !== 8)
          .map((item) => ({
            organizationalEntity: query.organizationalEntity,
            [item.id.includes(':share:') ? 'share' : 'ugcPost']: item.id,
            totalShareStatistics: statistics(page, item, world.now()),
          }));
        return json(200, { elements, paging: { start: 0, count: 10, links: [] } });
      },
    }),
  ],
  refuse: ({ status, why, message }) => {
    const [code, serviceErrorCode] = CODES[why] ?? ['ILLEGAL_ARGUMENT', 100];
    return json(status, { status, serviceErrorCode, code, message });
  },
});

const CODES: Partial<Record<Refused['refusal']['why'], readonly [string, number]>> = {
  sign_in: ['INVALID_ACCESS_TOKEN', 65_600],
  expired: ['EXPIRED_ACCESS_TOKEN', 65_602],
  permission: ['ACCESS_DENIED', 100],
  gone: ['NONEXISTENT_VERSION', 0],
  limit: ['TOO_MANY_REQUESTS', 101],
  no_endpoint: ['RESOURCE_NOT_FOUND', 0],
  not_found: ['NOT_FOUND', 0],
  trouble: ['INTERNAL_SERVER_ERROR', 0],
};

const live = ({ name }: Page, world: World): readonly Item[] =>
  world.collection(name, 'posts')!.live();

function pageOf(urn: string): Page {
  const found = PAGES.find(({ id }) => urn === `urn:li:organization:${id}`);
  if (!found) throw new Refused({ status: 404, why: 'not_found', message: `${urn} was not found` });
  return found;
}

/** Posts and what came of them are for those who administer the page. */
function administered(urn: string, resource: string): Page {
  const page = pageOf(urn);
  if (page.administered) return page;
  const message = `Not enough permissions to access: ${resource}`;
  throw new Refused({ status: 403, why: 'permission', message });
}

/** The page a call is about. */
function aimedAt({ path, query }: Call): string | null {
  const urn =
    query.get('author') ?? query.get('organizationalEntity') ?? path.split('/').at(-1) ?? '';
  const vanity = query.get('vanityName')?.toLowerCase();
  return (
    PAGES.find(({ name, id }) => name === vanity || urn === `urn:li:organization:${id}`)?.name ??
    null
  );
}
