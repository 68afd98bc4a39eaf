import { beforeEach, describe, expect, it } from 'vitest';
import { startSync } from '@/lib/connections/service';
import { getChatHook, removeChatHook, setChatHook } from '@/lib/notifications/service';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { connectHubSpot, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
let owner: SignedIn;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  owner = await makePrincipal(await makeWorkspace());
  await listenForTrouble();
});

/** The provider takes the grant back, and a sync meets it. */
async function refused(): Promise<void> {
  const id = await connectHubSpot(owner, 'globex');
  await work(id);
  control().revoke({ provider: 'hubspot', account: 'globex' });
  await startSync(owner, { id, full_sync: false, streams: [] });
  await work(id);
}

describe('a chat', () => {
  const url = 'https://hooks.slack.com/services/T0001/B0002/XXXX';

  it('is told as people are, and its address is never shown again', async () => {
    const { chat } = await setChatHook(owner, { url });
    expect(chat).toEqual({
      id: owner.workspace.id,
      host: 'hooks.slack.com',
      set_at: expect.any(String),
      error: null,
    });
    control().clearRequests();
    await refused();
    await lookAround();
    await lookAround();
    const paths = control().requests('slack').paths;
    expect(paths).toEqual({ 'POST hooks.slack.com/services/T0001/B0002/XXXX': 1 });
    expect(JSON.stringify(await getChatHook(owner))).not.toContain('T0001');
    await removeChatHook(owner);
    expect(await getChatHook(owner)).toEqual({ chat: null });
  });

  it('that does not take a first message is not kept', async () => {
    await expect(
      setChatHook(owner, { url: 'https://hooks.slack.com/services/T0001/B0002/revoked' }),
    ).rejects.toMatchObject({ code: 'chat_refused' });
    expect(await getChatHook(owner)).toEqual({ chat: null });
  });

  it('inside our own network is not called', async () => {
    const live = await makePrincipal(await makeWorkspace({ mode: 'live' }));
    await expect(setChatHook(live, { url: 'https://127.0.0.1/hook' })).rejects.toMatchObject({
      code: 'chat_refused',
    });
  });
});
