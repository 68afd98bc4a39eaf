import { expect, it } from 'vitest';
import { createConnection, listRuns } from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import gong from '@/lib/connectors/providers/gong';
import salesforce from '@/lib/connectors/providers/salesforce';
import { useBench } from '@/lib/connectors/testing/acceptance/bench';
import { openAccount } from '@/lib/connectors/testing/account';
import { makePrincipal, makeWorkspace } from '@/lib/platform/testing';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { work } from '@/lib/sync/testing';

const fresh = useBench();
const about = (connector: Connector) => ({
  connector,
  account: 'globex',
  named: { id: '', label: '' },
  wrong: { credential: '', told: /./ },
  small_pages: {},
  forbidden: { stream: '', path: '', body: {} },
  answers: [],
  streams: {},
});

/** Connects by a token that was issued elsewhere, without the answer it came in. */
async function bring(connector: Connector, config: Record<string, string>) {
  await fresh(about(connector));
  const { token } = await openAccount(createSandbox({ now: Date.now }), connector, 'globex');
  const { access_token } = token!.body as { access_token: string };
  const principal = await makePrincipal(await makeWorkspace());
  const made = await createConnection(principal, {
    connector_type: connector.type,
    sync_immediately: true,
    access_token,
    config,
  });
  const { id } = made.connection!;
  await work(id);
  const { runs } = await listRuns(principal, { id, limit: 1 });
  return runs[0]!;
}

it.each<[string, Connector, Record<string, string>]>([
  ['Gong, whose host is said', gong, { api_base_url: 'https://company-18.api.gong.io' }],
  ['Salesforce, which says where its data is', salesforce, {}],
  ['Salesforce, whose host is said', salesforce, { login_host: 'globex.my.salesforce.com' }],
])('a token for %s reads all streams', async (_, connector, config) => {
  const run = await bring(connector, config);
  expect(run).toMatchObject({ status: 'completed' });
  expect(run.records_written).toBeGreaterThan(100);
});

it('a token for Gong is refused where the host is not said', async () => {
  await expect(bring(gong, {})).rejects.toMatchObject({ code: 'credential_rejected' });
});

it('nothing is sent to a host that is not the provider’s', async () => {
  await expect(bring(gong, { api_base_url: 'https://gong.evil.example' })).rejects.toMatchObject({
    code: 'provider_misconfigured',
  });
});
