import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { fillIn, MADE_UP } from '@/lib/connectors/testing/made-up';
import { scratchCopy } from '@/lib/connectors/testing/scratch';
import { writeConnector } from '@/scripts/new-connector.mjs';

/** Starts processes of its own, which share the machine with other tests. */
const PATIENT_MS = 180_000;
let root: string;
beforeEach(() => {
  root = scratchCopy();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs `npm run accept` in the copy, as a newcomer would. */
function accept(): { code: number | null; said: string } {
  const { VITEST: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/accept.mjs'), MADE_UP],
    {
      cwd: root,
      env: { ...env, TEST_DATABASE_URL: inject('testServer').adminUrl },
      encoding: 'utf8',
    },
  );
  return { code: status, said: `${stdout}${stderr}` };
}

describe('a connector that new:connector began', () => {
  it(
    'passes the pack once it is filled in',
    () => {
      fillIn(root);
      const { code, said } = accept();
      expect(said.match(/✗[^]*/)?.[0] ?? '').toBe('');
      expect(said.match(/✓/g)!.length).toBeGreaterThan(10);
      expect(code).toBe(0);
    },
    PATIENT_MS,
  );

  it(
    'does not when the cursor was read wrongly',
    () => {
      fillIn(root, { FILL_CURSOR_PATH: `'next_page'` });
      const { code, said } = accept();
      expect(said).toMatch(
        /✗ the first run stores what the sandbox has, .*\n {4}tickets: 5 of 40 are stored; lacking/,
      );
      expect(code).toBe(1);
    },
    PATIENT_MS,
  );

  it('is told what is still open, by file and placeholder', () => {
    writeConnector(root, MADE_UP);
    const { code, said } = accept();
    expect(said).toMatch(/lib\/connectors\/providers\/acme-desk\.ts:\d+ FILL_DESCRIPTION\n/);
    expect(said).toMatch(/lib\/sandbox\/providers\/acme-desk\.ts:\d+ FILL_RECORD\n/);
    expect(code).toBe(1);
  });
});
