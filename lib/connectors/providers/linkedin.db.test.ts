import { expect, it } from 'vitest';
import { resolveHandle } from '@/lib/connections/service';
import linkedin from '@/lib/connectors/providers/linkedin';
import { Connected, useBench } from '@/lib/connectors/testing/acceptance/bench';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { makePrincipal, makeWorkspace } from '@/lib/platform/testing';

const fresh = useBench();
const row: Acceptance = {
  connector: linkedin,
  account: 'umbrella',
  named: { id: '2003', label: '@umbrella' },
  wrong: { credential: 'nobody-here', told: /./ },
  small_pages: {},
  forbidden: { stream: 'posts', path: '/rest/posts', body: {} },
  answers: [],
  streams: {},
};

it('a person is refused honestly, before LinkedIn is asked', async () => {
  const bench = await fresh(row);
  const principal = await makePrincipal(await makeWorkspace());
  bench.control.clearRequests();
  const asked = { connector_type: 'linkedin', handle: 'https://www.linkedin.com/in/ada-lovelace' };
  await expect(resolveHandle(principal, asked)).rejects.toMatchObject({
    code: 'provider_unsupported',
    details: { detail: expect.stringContaining('does not show people') },
  });
  expect(bench.control.requests('linkedin').total).toBe(0);
});

it('of somebody else’s page there are followers, and posts are named as refused', async () => {
  const connected = await Connected.synced(await fresh(row));
  const run = await connected.lastRun();
  expect(run.streams.map(({ stream, status }) => [stream, status])).toEqual([
    ['profile', 'completed'],
    ['posts', 'failed'],
  ]);
  expect(run.streams[1]).toMatchObject({
    error_reason: 'auth',
    error_message: expect.stringContaining('only to those who administer the page'),
  });
  const [profile] = await connected.stored('profile');
  expect(profile?.data).toMatchObject({ vanityName: 'umbrella', followers: expect.any(Number) });
});
