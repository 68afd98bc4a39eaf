import {
  createConnection,
  deleteConnection,
  getConnectionStatus,
  listConnections,
  pauseConnection,
  startSync,
  testConnectionWebhook,
} from '@/lib/connections/service';
import { SCOPES } from '@/lib/contract/operation';
import type { UserPrincipal } from '@/lib/contract/principal';
import { CONSENTED, KEYED } from '@/lib/demo/accounts';
import { byConsent, byHandle, byKey } from '@/lib/demo/connect';
import { mirrorHandbook } from '@/lib/demo/knowledge';
import { ageConnection, ownerOf, pipedriveKey } from '@/lib/demo/repository';
import { sandboxControl } from '@/lib/egress/service';
import { sleep } from '@/lib/platform/clock';
import { log } from '@/lib/platform/log';
import { setupWebhook } from '@/lib/webhooks/service';

export { deleteSandboxTwin, getSetUp, putSandboxTwin } from '@/lib/demo/twin';

const SETTLE_MS = 90_000;
const DAYS_3_HOURS = 72;
const SAMPLES = 3;
/** Who is asked to tell, with what its registration asks for. */
const TELL: Record<string, Record<string, string>> = {
  github: { repository: 'acme/site' },
  stripe: {},
};

/**
 * Fills a demo workspace: connections in every state of health, each by a real flow against the
 * sandbox with real runs and records. Takes minutes: a caller need not wait. A part that fails is
 * logged and left out; answers which were.
 * Longer than a screen: a line or two for each part.
 */
export async function seedDemo(workspace_id: string): Promise<string[]> {
  const principal = await ownerOf(workspace_id);
  if (!principal) throw new Error('the demo workspace has no owner');
  const demo = { ...principal, kind: 'user' as const, scopes: SCOPES, session_id: null };
  const parts: Record<string, () => Promise<unknown>> = {
    'a healthy HubSpot': async () => again(demo, await hubspot(demo, 'Acme HubSpot', 'acme'), 2),
    'a healthy Pipedrive': () => pipedrive(demo, 'Acme Pipedrive', 'acme'),
    'a healthy X account': () => x(demo, '@globex', 'globex'),
    'a stale X account': async () => {
      const id = await x(demo, '@acme', 'acme');
      await settled(demo, id);
      await ageConnection(demo.workspace.id, id, DAYS_3_HOURS);
    },
    'a paused Pipedrive': async () => {
      const id = await pipedrive(demo, 'Globex Pipedrive', 'globex');
      await settled(demo, id);
      await pauseConnection(demo, { id });
    },
    'a degraded HubSpot': () => hubspot(demo, 'Initech HubSpot', 'initech'),
    'a rate-limited HubSpot': () => hubspot(demo, 'Wayne HubSpot', 'wayne'),
    'a failing HubSpot': () => hubspot(demo, 'Stark HubSpot', 'stark'),
    'a HubSpot that needs a person': async () => {
      const id = await hubspot(demo, 'Umbrella HubSpot', 'umbrella');
      await settled(demo, id);
      await sandboxControl('revoke', { provider: 'hubspot', account: 'umbrella' });
      await startSync(demo, { id, full_sync: false, streams: [] });
    },
    'a disconnected HubSpot': async () => {
      const id = await hubspot(demo, 'Globex HubSpot', 'globex');
      await settled(demo, id);
      await deleteConnection(demo, { id });
    },
    'a large first import': () => hubspot(demo, 'Hooli HubSpot', 'bulk-40000'),
    'an unfinished HubSpot': () =>
      createConnection(demo, {
        connector_type: 'hubspot',
        name: 'HubSpot of the new team',
        sync_immediately: true,
      }),
    ...Object.fromEntries(
      CONSENTED.map(([type, name, account]) => [
        name,
        () => byConsent(demo, type, account, { name }),
      ]),
    ),
    ...Object.fromEntries(
      KEYED.map(([type, name, credentials]) => [
        name,
        () => byKey(demo, type, credentials, { name }),
      ]),
    ),
    'a knowledge sync': async () =>
      mirrorHandbook(
        demo,
        await byConsent(demo, 'notion-knowledge', 'acme', {
          name: 'Acme knowledge',
          sync_immediately: false,
        }),
      ),
    'a webhook with samples': () => webhook(demo, 'Shop orders'),
    'live updates': () => liveUpdates(demo),
  };
  const left_out: string[] = [];
  for (const [what, make] of Object.entries(parts)) {
    try {
      await make();
    } catch (error) {
      left_out.push(what);
      log.warn({ part: what, error: String(error) }, 'a part of the demo was left out');
    }
  }
  return left_out;
}

const hubspot = (demo: UserPrincipal, name: string, account: string) =>
  byConsent(demo, 'hubspot', account, { name });

/** An address of its own, with something in it. */
async function webhook(demo: UserPrincipal, name: string): Promise<void> {
  const { connection } = await createConnection(demo, {
    connector_type: 'webhook',
    name,
    sync_immediately: true,
  });
  for (let i = 0; i < SAMPLES; i++) await testConnectionWebhook(demo, { id: connection!.id });
}

/** GitHub and Stripe tell of what happens, so that it shows without waiting for the schedule. */
async function liveUpdates(demo: UserPrincipal): Promise<void> {
  const { connections } = await listConnections(demo, { counts: false });
  for (const [provider, fields] of Object.entries(TELL)) {
    const found = connections.find((one) => one.connector_type === provider);
    if (found) await setupWebhook(demo, { provider, connection_id: found.id, fields });
  }
}

const pipedrive = (demo: UserPrincipal, name: string, company: string) =>
  byKey(demo, 'pipedrive', { api_key: pipedriveKey(company) }, { name });

const x = (demo: UserPrincipal, name: string, handle: string) =>
  byHandle(demo, 'x', handle, { name });

/** Waits until nothing of the connection is in flight. */
async function settled(demo: UserPrincipal, id: string): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while ((await getConnectionStatus(demo, { id })).is_syncing) {
    if (performance.now() > end) throw new Error('its sync did not settle');
    await sleep(250);
  }
}

/** Syncs a few more times, so that the timeline has something to show. */
async function again(demo: UserPrincipal, id: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await settled(demo, id);
    await startSync(demo, { id, full_sync: false, streams: [] });
  }
}
