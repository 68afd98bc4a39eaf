import { randomUUID } from 'node:crypto';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { examplesOf } from '@/lib/contract/examples';
import { errorsOf, SCOPES } from '@/lib/contract/operation';
import { Contract, type Description } from '../fixtures/contract';
import { everythingKey, startSecondApp, type SecondApp } from '../fixtures/second-app';
import { expect, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CALLS = 5_200;
const AT_ONCE = 8;

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a field may be sent as, whatever it is. */
const VALUES: readonly unknown[] = [
  '',
  ' ',
  'a',
  'true',
  '0',
  '-1',
  '1.5',
  '1e309',
  '9'.repeat(30),
  'x'.repeat(121),
  'x'.repeat(256),
  'x'.repeat(20_000),
  '𝒳 ünï 🐌 עברית',
  'a\u0000b',
  '\ud800',
  '\u202e../..%2f',
  "'; DROP TABLE connections; --",
  '%00',
  'null',
  '2026-11-30T09:00:00Z',
  '0000-01-01T00:00:00Z',
  '2026-01-01T00:00:00-19:09',
  '99999-01-01T00:00:00Z',
  'https://example.com',
  'javascript:alert(1)',
  '00000000-0000-0000-0000-000000000000',
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  [null],
  ['a', 'a'],
  Array.from({ length: 600 }, (_, i) => `v${i}`),
  {},
  { a: 1 },
  { __proto__: null, constructor: 'x' },
  { a: { b: { c: { d: {} } } } },
];

interface World {
  app: SecondApp;
  key: string;
  contract: Contract;
  ids: Record<string, string>;
  api_key: string;
}

/** An input of the operation's own example, with what exists in place of its ids. */
function valid(op: AnyOperation, { ids, api_key }: World, roll: () => number) {
  const examples = examplesOf(op);
  const input = { ...(examples[Math.floor(roll() * examples.length)]!.input as object) } as Record<
    string,
    unknown
  >;
  for (const name of Object.keys(op.not_found)) if (ids[name]) input[name] = ids[name];
  if (typeof input.api_key === 'string') input.api_key = api_key;
  return input;
}

/** One of: as it is, a field changed, a field left out, a field too many, or several of those. */
function mutated(input: Record<string, unknown>, fields: string[], roll: () => number) {
  const out = { ...input };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(roll() * all.length)]!;
  const times = 1 + Math.floor(roll() * 3);
  for (let i = 0; i < times; i++) {
    const kind = roll();
    if (kind < 0.1) continue;
    if (kind < 0.75 && fields.length > 0) out[pick(fields)] = pick(VALUES);
    else if (kind < 0.9) delete out[pick(fields)];
    else out[pick(['extra', '__proto__', 'constructor', 'ID', 'workspace_id'])] = pick(VALUES);
  }
  return out;
}

/** A field in an address: what has no form there is left out. */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

function requestOf(op: AnyOperation, input: Record<string, unknown>) {
  const rest = { ...input };
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = asText(rest[name] ?? 'none').slice(0, 2_000);
    delete rest[name];
    return encodeURIComponent(text.isWellFormed() ? text : 'broken') || '%20';
  });
  if (op.method !== 'GET' && op.method !== 'DELETE')
    return { url: path, body: JSON.stringify(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) query.set(name, asText(value).slice(0, 4_000));
  return { url: query.size > 0 ? `${path}?${query}` : path, body: '' };
}

async function call(
  { app, key, contract }: World,
  op: AnyOperation,
  input: Record<string, unknown>,
) {
  const { url, body } = requestOf(op, input);
  const response = await fetch(`${app.url}${url}`, {
    method: op.method,
    redirect: 'manual',
    headers: { 'X-API-Key': key, ...(body === '' ? {} : { 'Content-Type': 'application/json' }) },
    body: body === '' ? undefined : body,
  });
  const answer = await response.text();
  const { status } = response;
  const type = response.headers.get('content-type') ?? '';
  const faults = contract.faultsOf({ method: op.method, url, body, status, type, answer });
  const code = status >= 400 ? (JSON.parse(answer) as { code: string }).code : undefined;
  if (code && code !== 'unknown_path' && !(errorsOf(op) as string[]).includes(code))
    faults.push(`refuses with ${code}, which it does not declare`);
  if (status >= 500 && code === 'internal') faults.push('failed on our side');
  return { status, code, faults: faults.map((f) => `${f}\n  ${op.method} ${url}\n  ${body}`) };
}

/** Operations whose valid call would take the ground from under the others: only changed ones. */
const DESTRUCTIVE = new Set(['removeMember', 'revokeApiKey', 'deleteConnection', 'updateMember']);

test('no answer is undeclared or a failure of ours, whatever is sent', async () => {
  test.setTimeout(600_000);
  const app = await startSecondApp('fuzz');
  try {
    const key = generateKey('sandbox');
    const { user } = await everythingKey(app.pool, { key, hash: hashKey(key), scopes: SCOPES });
    const headers = { 'X-API-Key': key, 'Content-Type': 'application/json' };
    const at = `${app.url}/api/platform/v1`;
    const api_key = (await ownAccount()).pipedrive;
    const made = await fetch(`${at}/connections`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ connector_type: 'pipedrive', api_key }),
    });
    const { connection, sync_run_id } = (await made.json()) as {
      connection: { id: string };
      sync_run_id: string;
    };
    const world: World = {
      app,
      key,
      api_key,
      contract: new Contract((await (await fetch(`${at}/openapi.json`)).json()) as Description),
      ids: { id: connection.id, run_id: sync_run_id, user_id: user, type: 'hubspot' },
    };
    const roll = dice(SEED);
    const operations = Object.values(OPERATIONS) as AnyOperation[];
    const work = Array.from({ length: CALLS }, (_, i) => operations[i % operations.length]!);
    const faults: string[] = [];
    const statuses: Record<string, number> = {};
    const reached = new Set<string>();
    const next = async (): Promise<void> => {
      for (let op = work.pop(); op; op = work.pop()) {
        const input = valid(op, world, roll);
        if (DESTRUCTIVE.has(op.id))
          for (const name of Object.keys(op.not_found)) input[name] = randomUUID();
        const fields = Object.keys(op.input.shape);
        const answer = await call(world, op, mutated(input, fields, roll));
        faults.push(...answer.faults);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (answer.status < 300) reached.add(op.id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    expect([...new Set(faults)].slice(0, 20), `FUZZ_SEED=${SEED} repeats it`).toEqual([]);
    // It got past the door: many operations were done, and many refused.
    expect(reached.size).toBeGreaterThan(20);
    expect(statuses['400']).toBeGreaterThan(1_000);
    expect(Object.values(statuses).reduce((a, b) => a + b)).toBe(CALLS);
  } finally {
    await app.stop();
  }
});
