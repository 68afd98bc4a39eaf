import { Fathom } from 'fathom-typescript';
import { describe, it } from 'vitest';
import { OWNERS } from '@/lib/sandbox/data/fathom';
import { sameAs } from '../sandbox.ts';

const [owner] = OWNERS;

describe('fathom-typescript', () => {
  it('lists meetings to the last page, and each is what it says', async () => {
    const fathom = new Fathom({ security: { apiKeyAuth: owner!.key } });
    const found: number[] = [];
    const pages = await fathom.listMeetings({});
    for await (const page of pages) found.push(...page!.result.items.map((one) => one.recordingId));
    await sameAs({ provider: 'fathom', account: owner!.name, stream: 'meetings' }, found);
  });
});
