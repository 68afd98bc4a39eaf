import { isKind, KINDS, sizesOf } from '@/lib/sandbox/data/hubspot';
import type { KindName } from '@/lib/sandbox/data/hubspot';
import { owner as ownerId } from '@/lib/sandbox/data/hubspot-kind';
import { createCollection } from '@/lib/sandbox/kit/collection';
import type { Collection } from '@/lib/sandbox/kit/collection';
import { consentEndpoints } from '@/lib/sandbox/kit/consent';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { list, oneOf, required, text, truth, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import {
  accountOf,
  ACCOUNTS,
  details,
  explainScope,
  permit,
  REVOKE,
  signIn,
  TOKEN,
} from '@/lib/sandbox/providers/hubspot/account';
import type { Who } from '@/lib/sandbox/providers/hubspot/account';
import {
  associationsOf,
  batchOfAssociations,
  kindOf,
} from '@/lib/sandbox/providers/hubspot/associations';
import { gated } from '@/lib/sandbox/providers/hubspot/gate';
import type { Facts } from '@/lib/sandbox/providers/hubspot/gate';
import * as objects from '@/lib/sandbox/providers/hubspot/objects';
import { paging } from '@/lib/sandbox/providers/hubspot/paging';
import * as reference from '@/lib/sandbox/providers/hubspot/reference';
import { search, SEARCH_BODY } from '@/lib/sandbox/providers/hubspot/search';
import { PAGE, refuse } from '@/lib/sandbox/providers/hubspot/words';
import { Refused } from '@/lib/sandbox/kit/refusal';

const { get, post, open } = endpointsFor<Who, Facts>();

/** The dates HubSpot names versions by; v1 to v4 end in 2027. */
const VERSIONS = ['2025-09', '2026-03', '2026-09'];
/** A path in its numbered form and in those named by a date: `dated('/crm/objects/', '/{type}')`. */
const dated = (numbered: string, before: string, after: string): string[] => [
  numbered,
  ...VERSIONS.map((version) => `${before}${version}${after}`),
];
const objectPath = (rest: string) =>
  dated(`/crm/v3/objects/{type}${rest}`, '/crm/objects/', `/{type}${rest}`);
const slashed = (paths: readonly string[]) => paths.flatMap((path) => [path, `${path}/`]);

/** Object types by any of their names; one that does not exist is not found. */
const kind = { read: ([sent]: readonly unknown[]) => kindOf(String(sent)) };
const TYPE = { type: kind };
const PAIR = { from: kind, to: kind };
const words = list({ repeats: true });
const SHAPE = { properties: words, propertiesWithHistory: words };
const ID = required(text());
const AFTER = text(/^\d+$/, 'not a paging cursor');

/** The scope of a kind of record is checked before anything else about it. */
const scoped = (who: Who, ...kinds: KindName[]): string => {
  for (const one of kinds) permit(who, KINDS[one].scope);
  return who.account;
};

/** From HubSpot's OpenAPI collection (2026-08) and developers.hubspot.com. */
export default defineSandboxProvider<Who, Facts>({
  slug: 'hubspot',
  name: 'HubSpot',
  hosts: ['api.hubapi.com', 'app.hubspot.com'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: [...Object.keys(KINDS), 'owners'],
  modes: {
    paths: ['both', 'old', 'new'],
    id_sort: ['text', 'number'],
    id_compare: ['text', 'number'],
  },
  token_life_s: 1_800,
  grant_dies_after_ms: (account) => (account === 'umbrella' ? 60_000 : null),
  open: openCollection,
  sign_in: signIn,
  account_of: accountOf,
  gate: ({ call, world, who, facts }, answer) => gated(call, world, who, facts.bucket, answer),
  refuse,
  endpoints: [
    ...consentEndpoints('app.hubspot.com/oauth/authorize', {
      slug: 'hubspot',
      accounts: ACCOUNTS,
      streams: Object.keys(KINDS),
      explain: explainScope,
      ...PAGE,
    }),
    open.post(
      ['/oauth/v1/token', ...['v3', ...VERSIONS].map((version) => `/oauth/${version}/token`)],
      TOKEN,
    ),
    open.post(
      ['v3', ...VERSIONS].map((version) => `/oauth/${version}/token/revoke`),
      REVOKE,
    ),
    get(dated('/account-info/v3/details', '/account-info/', '/details'), {
      bucket: 'free',
      answer: ({ who }) => details(who.account),
    }),
    get(objectPath(''), {
      bucket: 'burst',
      path: TYPE,
      query: { ...paging(100, 10), ...SHAPE, associations: words },
      answer: ({ call, who, path: { type }, query, world }) =>
        objects.list(call, scoped(who, type), type, query, world),
    }),
    post(objectPath('/search'), {
      bucket: 'search',
      path: TYPE,
      body: SEARCH_BODY,
      answer: ({ call, who, path: { type }, body, world }) =>
        search(call, scoped(who, type), type, body, world),
    }),
    post(objectPath('/batch/read'), {
      bucket: 'burst',
      path: TYPE,
      query: { archived: truth(false) },
      body: { ...SHAPE, idProperty: text(), inputs: value() },
      answer: ({ who, path: { type }, query, body, world }) =>
        objects.batch(
          scoped(who, type),
          type,
          objects.idsOf(body.inputs, 100),
          { ...body, ...query },
          world,
        ),
    }),
    get(objectPath('/{id}'), {
      bucket: 'burst',
      path: { ...TYPE, id: ID },
      query: { ...SHAPE, associations: words, archived: truth(false), idProperty: text() },
      answer: ({ who, path: { type, id }, query, world }) =>
        objects.get(scoped(who, type), type, id, query, world),
    }),
    get(
      dated(
        '/crm/v4/objects/{from}/{id}/associations/{to}',
        '/crm/objects/',
        '/{from}/{id}/associations/{to}',
      ),
      {
        bucket: 'burst',
        path: { ...PAIR, id: ID },
        query: { limit: whole(1, 500, 500), after: AFTER },
        answer: ({ who, path: { from, id, to }, query, world }) => {
          const item = world.collection(scoped(who, from, to), from)!.get(id);
          if (item?.deleted !== null)
            throw new Refused({
              status: 404,
              why: 'not_found',
              message: `Object not found.  objectId=${id}`,
            });
          return associationsOf(who.account, from, item, to, query, world);
        },
      },
    ),
    post(
      dated(
        '/crm/v4/associations/{from}/{to}/batch/read',
        '/crm/associations/',
        '/{from}/{to}/batch/read',
      ),
      {
        bucket: 'burst',
        path: PAIR,
        body: { inputs: value() },
        answer: ({ who, path: { from, to }, body, world }) => {
          const ids = objects.idsOf(body.inputs, 1_000);
          return batchOfAssociations(scoped(who, from, to), from, to, ids, world);
        },
      },
    ),
    get(slashed(dated('/crm/v3/owners', '/crm/owners/', '')), {
      bucket: 'quiet',
      query: { ...paging(500, 100), email: text() },
      answer: ({ call, who, query, world }) => {
        permit(who, 'crm.objects.owners.read');
        return reference.owners(call, who.account, query, world);
      },
    }),
    get(dated('/crm/v3/owners/{id}', '/crm/owners/', '/{id}'), {
      bucket: 'quiet',
      query: { archived: truth(false), idProperty: oneOf(['id', 'userId'], 'id') },
      path: { id: ID },
      answer: ({ who, path, query, world }) => {
        permit(who, 'crm.objects.owners.read');
        return reference.owner(who.account, path.id, query, world);
      },
    }),
    get(dated('/crm/v3/properties/{type}', '/crm/properties/', '/{type}'), {
      bucket: 'quiet',
      path: TYPE,
      query: { archived: truth(false) },
      answer: ({ who, path: { type }, query }) => {
        scoped(who, type);
        return reference.properties(type, query.archived);
      },
    }),
    get(dated('/crm/v3/properties/{type}/{name}', '/crm/properties/', '/{type}/{name}'), {
      bucket: 'quiet',
      path: { ...TYPE, name: ID },
      answer: ({ who, path: { type, name } }) => {
        scoped(who, type);
        return reference.property(type, name);
      },
    }),
    get(dated('/crm/v3/pipelines/{type}', '/crm/pipelines/', '/{type}'), {
      bucket: 'quiet',
      path: TYPE,
      answer: ({ who, path: { type } }) => {
        scoped(who, type);
        return reference.pipelines(type);
      },
    }),
    get(dated('/crm/v3/pipelines/{type}/{id}', '/crm/pipelines/', '/{type}/{id}'), {
      bucket: 'quiet',
      path: { ...TYPE, id: ID },
      answer: ({ who, path: { type, id } }) => {
        scoped(who, type);
        return reference.pipeline(type, id);
      },
    }),
  ],
});

function openCollection(account: string, stream: string, now: () => number): Collection | null {
  const sizes = sizesOf(account);
  if (!sizes || !(isKind(stream) || stream === 'owners')) return null;
  const size = sizes[stream];
  const alive = stream === 'owners' || !sizes.moves ? 0 : Math.min(48, Math.floor(size / 8));
  return createCollection({
    seed: `hubspot:${account}:${stream}`,
    size,
    now,
    id: stream === 'owners' ? ownerId : KINDS[stream].id,
    evolution: sizes.moves
      ? {
          update_every_ms: size > 500 ? 150_000 : 600_000,
          busy: Math.max(1, Math.floor(size / 8)),
          birth_every_ms: size > 500 ? 1_800_000 : 5_400_000,
          alive,
          keep: alive * 3,
        }
      : null,
  });
}
