import { execFile } from 'node:child_process';
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
function schemathesis(args: string[]): Promise<{ code: number; said: string }> {
  fs.mkdirSync(RESULTS, { recursive: true });
  const options = { cwd: RESULTS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(path.join(HOME, 'bin/schemathesis'), args, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }),
    );
  });
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
      '--seed',
      '1',
      '--checks',
      'not_a_server_error,status_code_conformance,content_type_conformance,' +
        'response_headers_conformance,response_schema_conformance',
      '--no-color',
    ]);
    fs.writeFileSync(path.join(RESULTS, 'said.txt'), said);
    expect(code, said.slice(-6_000)).toBe(0);
  } finally {
    await app.stop();
  }
});
