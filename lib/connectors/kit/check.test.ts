import { describe, expect, it } from 'vitest';
import {
  canonical,
  checkConnector,
  children,
  job,
  onePage,
  pages,
  type Connector,
  type OAuth,
  type RequestSpec,
  type Stream,
} from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import pipedrive from '@/lib/connectors/providers/pipedrive';
import x from '@/lib/connectors/providers/x';

const [first, second] = hubspot.streams as [Stream, Stream, ...Stream[]];
const reading = (spec: RequestSpec) =>
  pages({ request: () => spec, records: 'data', next: onePage });
const stream = (more: Partial<Stream>): Connector => ({
  ...hubspot,
  streams: [
    {
      ...first,
      incremental: undefined,
      backfill: undefined,
      deletions: { by: 'full_pass' },
      ...more,
    },
  ],
});
const asking = (spec: RequestSpec): Connector => stream({ full: reading(spec) });
const auth = (more: Partial<OAuth>): Connector => ({
  ...hubspot,
  auth: { ...(hubspot.auth as OAuth), ...more },
});
const of = (parents: string) =>
  children({
    parents,
    request: () => ({ url: 'https://api.hubapi.com/x' }),
    records: 'data',
    next: onePage,
    own: (_, item) => item,
    width: 1,
  });
const { incremental } = first;
const exported = job({
  create: () => ({ url: 'https://api.hubapi.com/jobs' }),
  job: () => '1',
  poll: () => ({ url: 'https://api.hubapi.com/jobs/1' }),
  state: () => 'ready',
  every_ms: 1,
  most_minutes: 1,
  results: () => ({ url: 'https://api.hubapi.com/jobs/1/rows' }),
  format: 'csv',
  locator: () => null,
});

/** A connector with one mistake, and what is said about it. */
const MISTAKES: [string, Connector, RegExp][] = [
  ['a type that is no slug', { ...hubspot, type: 'Hub Spot' }, /kebab-case/],
  ['a description of one word', { ...hubspot, description: 'CRM' }, /description/],
  ['a version of one number', { ...hubspot, version: '1' }, /semantic/],
  ['a host with a scheme', { ...hubspot, hosts: ['https://api.hubapi.com'] }, /bare host/],
  ['no limits', { ...hubspot, limits: [] }, /no rate limit/],
  [
    'a limit of nothing',
    { ...hubspot, limits: [{ name: 'none', scope: 'app', requests: 0, per_ms: 1_000 }] },
    /allows nothing/,
  ],
  ['no promises', { ...hubspot, promises: [] }, /promises/],
  [
    'a rule without a source',
    { ...hubspot, errors: [{ when: { status: 400 }, then: 'fail', message: 'No', source: '' }] },
    /message or source/,
  ],
  ['a stream twice', { ...hubspot, streams: [first, first] }, /names repeat/],
  ['a stream name with a capital', stream({ name: 'Contacts' }), /snake_case/],
  ['a stream without an id', stream({ id: '' }), /no id path/],
  [
    'an entity that is not that of the mapping',
    stream({ entity: 'people', canonical: canonical('users', 1, { name: null, email: null }) }),
    /another entity than its mapping/,
  ],
  ['a scope nobody asks for', stream({ scopes: ['never.asked'] }), /never asked for/],
  ['deletions nobody explains', stream({ deletions: { by: 'none', why: '' } }), /says no why/],
  [
    'parents that do not exist',
    { ...hubspot, streams: [first, { ...second, full: of('channels') }] },
    /there is no stream channels/,
  ],
  [
    'parents that come later',
    { ...hubspot, streams: [{ ...first, full: of(second.name) }, second] },
    new RegExp(`its parents, ${second.name}, come after it`),
  ],
  [
    'its own parent, in its incremental walk',
    stream({ incremental: { ...incremental!, walk: of(first.name) } }),
    /its parents, contacts, come after it/,
  ],
  ['a chosen beginning nobody can ask for', stream({ backfill: 'changes' }), /a bookmark by time/],
  ['full passes of a stream that has no others', stream({ full_every_hours: 24 }), /says nothing/],
  ['a full pass an hour', stream({ incremental, full_every_hours: 1 }), /must be from 6 to 744/],
  ['a full pass a year', stream({ incremental, full_every_hours: 8_760 }), /must be from 6/],
  [
    'deletions found once a month',
    stream({ incremental, full_every_hours: 30 * 24 }),
    /must be made once a week/,
  ],
  [
    'a bookmark on the last page of an export',
    stream({
      full: exported,
      incremental: { walk: first.full, bookmark: { by: 'last_page', path: 'next' } },
    }),
    /no answers a bookmark could be read from/,
  ],
  [
    'a host it does not name',
    asking({ url: 'https://api.hubspot.com/x' }),
    /stream contacts, full: api\.hubspot\.com is not among its hosts/,
  ],
  [
    'a host that only begins alike',
    asking({ url: 'https://api.hubapi.com.evil.example/' }),
    /not among/,
  ],
  ['plain http', asking({ url: 'http://api.hubapi.com/x' }), /not asked by https/],
  ['half an address', asking({ url: '/crm/v3/contacts' }), /is no address/],
  [
    'a key in the query',
    asking({ url: 'https://api.hubapi.com/x', query: { api_key: 'abc' } }),
    /credential may stand in “api_key”/,
  ],
  [
    'a token in the address',
    asking({ url: 'https://api.hubapi.com/x?access_token=abc' }),
    /“access_token”/,
  ],
  [
    'a user in the address',
    asking({ url: 'https://me:you@api.hubapi.com/x' }),
    /its URL names a user/,
  ],
  [
    'a secret where a grant is revoked',
    auth({
      revoke: ({ access_token }) => ({ url: `https://api.hubapi.com/tokens/${access_token}` }),
    }),
    /revoke: api\.hubapi\.com: a secret stands in its URL/,
  ],
  [
    'a token endpoint elsewhere',
    auth({ token_url: 'https://login.example.com/token' }),
    /token_url: login\.example\.com is not among its hosts/,
  ],
  [
    'a token endpoint elsewhere, by what the person gave',
    auth({ token_url: ({ domain }) => `https://${domain}.example.com/token` }),
    /token_url: .*example\.com is not among its hosts/,
  ],
  [
    'an account that is asked for elsewhere',
    auth({
      account: {
        request: () => ({ url: 'https://example.com/me' }),
        read: () => ({ id: '', label: '' }),
      },
    }),
    /the account: example\.com is not among/,
  ],
  [
    'an empty answer that nothing proves',
    stream({
      full: pages({
        request: () => ({ url: 'https://api.hubapi.com/x' }),
        records: 'data',
        empty_when: { body: {}, why: 'it leaves the list out' },
        next: onePage,
      }),
    }),
    /full: its empty_when proves nothing/,
  ],
  [
    'a request that cannot be made',
    stream({
      full: pages({
        request: () => {
          throw new Error('the account has no domain');
        },
        records: 'data',
        next: onePage,
      }),
    }),
    /full: makes no request: the account has no domain/,
  ],
];

describe('a connector is reported for', () => {
  it.each(MISTAKES)('%s', async (_, connector, report) => {
    expect((await checkConnector(connector)).join('\n')).toMatch(report);
  });
});

describe('what is right is not reported', () => {
  it.each([
    ['other forms of a request', hubspot],
    ['a host made of the account', pipedrive],
    ['page tokens in a query', x],
    [
      'parents that come before',
      { ...hubspot, streams: [first, { ...second, full: of('contacts') }] },
    ],
    ['an export', stream({ full: exported })],
  ])('%s', async (_, connector) => {
    expect(await checkConnector(connector)).toEqual([]);
  });
});
