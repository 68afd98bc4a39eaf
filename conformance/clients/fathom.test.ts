import { Fathom } from 'fathom-typescript';
import { describe, expect, it } from 'vitest';
import { OWNERS } from '@/lib/sandbox/data/fathom';
import { everything, fault, sameAs } from '../sandbox.ts';

const [owner] = OWNERS;
const meetings = { provider: 'fathom', account: owner!.name, stream: 'meetings' };

describe('fathom-typescript', () => {
  it('lists meetings to the last page, and each is what it says', async () => {
    const fathom = new Fathom({ security: { apiKeyAuth: owner!.key } });
    const found: number[] = [];
    const pages = await fathom.listMeetings({});
    for await (const page of pages) found.push(...page!.result.items.map((one) => one.recordingId));
    await sameAs(meetings, found);
  });

  it('brings nothing with a key nobody knows, or past a limit', async () => {
    // The client declares no errors: a refusal is an answer without a body to it.
    const ask = async (apiKeyAuth: string) => {
      const fathom = new Fathom({ security: { apiKeyAuth } });
      return (await everything(await fathom.listMeetings({}))).map((page) => page !== undefined);
    };
    expect(await ask('of nobody')).toEqual([false]);
    await fault({ provider: 'fathom', kind: '429', times: 1, retry_after: 1 });
    expect(await ask(owner!.key)).toEqual([false]);
    expect(await ask(owner!.key)).not.toContain(false);
  });
});
