import { describe, expect, it } from 'vitest';
import type { Answer, Handle } from '@/lib/connectors/kit';
import { answerOf, fakeWorld, readAll } from '@/lib/connectors/kit/walks/testing';
import connector from '@/lib/connectors/providers/linkedin';

const auth = connector.auth as Handle;
const posts = connector.streams.find(({ name }) => name === 'posts')!;

describe('LinkedIn handle', () => {
  it.each([
    ['acme', 'acme'],
    ['@acme-tools', 'acme-tools'],
    ['https://www.linkedin.com/company/acme/', 'acme'],
    ['linkedin.com/company/acme/posts/?feedView=all', 'acme'],
    ['https://de.linkedin.com/school/universit%C3%A4t-ulm', 'universität-ulm'],
    ['https://www.linkedin.com/showcase/acme-cloud', 'acme-cloud'],
    ['https://www.linkedin.com/company/%E0%A4', null],
    ['https://www.linkedin.com/feed/update', null],
    ['https://example.com/company/acme', null],
    ['two words', null],
    ['', null],
  ])('%s is %s', (input, handle) => expect(auth.normalize(input)).toBe(handle));

  it.each([
    'https://www.linkedin.com/in/ada',
    'linkedin.com/pub/ada',
    ' www.linkedin.com/in/ada/ ',
  ])('%s is a person, whom the API does not show', (input) => {
    expect(auth.unsupported!(input)).toMatch(/does not show people/);
    expect(auth.normalize(input)).toBeNull();
  });

  it.each(['acme', 'https://www.linkedin.com/company/in', 'linkedin.com/company/acme'])(
    '%s may be shown',
    (input) => expect(auth.unsupported!(input)).toBeNull(),
  );

  it('asks for the version the operator names, or its own', () => {
    const version = (api_version?: string) =>
      auth.apply({ access_token: 't', ...(api_version ? { api_version } : {}) })[
        'linkedin-version'
      ];
    expect(version('202702')).toBe('202702');
    expect(version('newest')).toBe(version());
    expect(version()).toMatch(/^\d{6}$/);
  });
});

describe('LinkedIn posts', () => {
  const starts = async (paging: (start: number) => object, count: (start: number) => number) => {
    const world = fakeWorld(({ query }) => {
      const start = Number(query?.start);
      const elements = Array.from({ length: count(start) }, (_, i) => ({ id: `${start + i}` }));
      return { elements, paging: paging(start) } as Answer['body'];
    });
    await readAll(posts.full, world);
    return world.asked.map(({ query }) => query?.start);
  };
  const three = (start: number) => (start < 300 ? 100 : 0);

  it('go on by the link to the next page', async () => {
    const link = (start: number) => ({ rel: 'next', href: `/rest/posts?start=${start + 40}` });
    const paging = (start: number) => ({ start, total: 1, links: start < 80 ? [link(start)] : [] });
    expect(await starts(paging, three)).toEqual([0, 40, 80]);
  });

  it('go on by the number of all where there is no link', async () => {
    expect(await starts((start) => ({ start, total: 250 }), three)).toEqual([0, 100, 200]);
  });

  it('go on to an empty page where nothing says how many there are', async () => {
    expect(await starts(() => ({}), three)).toEqual([0, 100, 200, 300]);
  });

  it('are read in plain words', () => {
    const post = {
      commentary: String.raw`Thanks \(all\) to @[Ada & Co](urn:li:organization:1) {hashtag|\#|news} a\\b`,
      publishedAt: Date.UTC(2026, 10, 1),
      statistics: { impressionCount: 9 },
    };
    expect(posts.canonical!.map(post)).toEqual({
      text: String.raw`Thanks (all) to Ada & Co #news a\b`,
      posted_at: '2026-11-01T00:00:00.000Z',
      media: null,
      metrics: { impressions: 9, clicks: null, likes: null, comments: null, shares: null },
    });
  });

  it('of nobody are no account', () => {
    expect(auth.read(answerOf({ elements: [] }))).toBeNull();
  });
});
