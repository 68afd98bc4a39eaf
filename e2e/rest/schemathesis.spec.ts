import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { SCOPES } from '@/lib/contract/operation';
import { installPinned } from '../../scripts/pinned-python.ts';
import { everythingKey, startSecondApp } from '../fixtures/second-app';
import { expect, test } from '../fixtures/test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HOME = path.join(ROOT, '.cache/schemathesis');
const RESULTS = path.join(ROOT, 'test-results/schemathesis');
/** Enough for it to try every field of every operation; the fuzz of our own makes many more calls. */
const EXAMPLES = 10;

/** Runs it; answers its exit code and what it said. */
async function schemathesis(args: string[]): Promise<{ code: number | null; said: string }> {
  fs.mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, 'said.txt');
  const out = fs.openSync(file, 'w');
  const child = spawn(path.join(HOME, 'bin/schemathesis'), args, {
    cwd: RESULTS,
    stdio: ['ignore', out, out],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  fs.closeSync(out);
  return { code, said: fs.readFileSync(file, 'utf8') };
}

test('schemathesis finds no answer the description does not declare', async () => {
  test.setTimeout(600_000);
  const why = installPinned(HOME, path.join(ROOT, 'judges/requirements.txt'));
  test.skip(why !== undefined, `schemathesis is not here: ${why}`);
  const app = await startSecondApp('schemathesis', { API_RATE_PER_WORKSPACE: '0' });
  try {
    const key = generateKey('sandbox');
    await everythingKey(app.pool, { key, hash: hashKey(key), scopes: SCOPES });
    const { code, said } = await schemathesis([
      'run',
      `${app.url}/api/platform/v1/openapi.json`,
      '--header',
      `X-API-Key: ${key}`,
      '--phases',
      'examples,coverage,fuzzing',
      '--max-examples',
      String(EXAMPLES),
      // It would turn off what the rest is about.
      '--exclude-operation-id',
      'setApp',
      '--seed',
      '1',
      '--checks',
      'not_a_server_error,status_code_conformance,content_type_conformance,' +
        'response_headers_conformance,response_schema_conformance',
      '--no-color',
    ]);
    expect(code, said.slice(-6_000)).toBe(0);
  } finally {
    await app.stop();
  }
});
