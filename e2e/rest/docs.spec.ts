import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { generateKey, hashKey } from '@/lib/access/key-format';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { examplesOf } from '@/lib/contract/examples';
import { curlOf, KEY_PLACEHOLDER, typescriptOf } from '@/lib/contract/examples/snippets';
import { missingCode } from '@/lib/contract/missing';
import { errorsOf, SCOPES } from '@/lib/contract/operation';
import { everythingKey, startSecondApp, type SecondApp } from '../fixtures/second-app';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

const run = promisify(execFile);
const operations = Object.values(OPERATIONS) as AnyOperation[];

test('the page shows every operation, asks nobody else, and takes a key', async ({
  owner,
  workspace,
}) => {
  const elsewhere: string[] = [];
  owner.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && hostname !== 'localhost') elsewhere.push(request.url());
  });
  await owner.goto('/docs');
  await expect(owner.getByRole('heading', { name: 'The API', level: 1 })).toBeVisible();
  for (const { id } of operations) await expect(owner.locator(`section#${id}`)).toHaveCount(1);
  for (const guide of ['connect', 'poll', 'reconnect', 'records', 'mcp'])
    await expect(owner.locator(`section#guide-${guide}`)).toHaveCount(1);
  await owner.getByRole('button', { name: 'Make a key for a day' }).click();
  const field = owner.getByLabel('Your API key');
  await expect(field).toHaveValue(/^inlet_sk_test_/);
  const key = await field.inputValue();
  await expect(owner.locator('#listConnections pre').first()).toContainText(key);
  await expect(owner.locator('body')).not.toContainText(KEY_PLACEHOLDER);
  const { status } = await owner.request
    .get('/api/platform/v1/connections', {
      headers: { 'X-API-Key': key },
    })
    .then((answer) => ({ status: answer.status() }));
  expect(status).toBe(200);
  expect(elsewhere).toEqual([]);
  await expectAccessible(owner);
  await owner.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(owner);
  await owner.goto('/docs/errors/rate_limited');
  await expectAccessible(owner);
  expect(workspace.slug).toMatch(/^ws-/);
});

interface World {
  app: SecondApp;
  key: string;
  user: string;
}
const call = async ({ app, key }: World, method: string, at: string, body?: object) => {
  const response = await fetch(`${app.url}/api/platform/v1${at}`, {
    method,
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Record<string, never> & {
    connection: { id: string };
    sync_run_id: string;
    api_key: { id: string };
    invitation: { id: string };
  };
};

/** A connection of its own account that has not begun to sync unless said. */
async function connection(world: World, sync_immediately = false) {
  const { pipedrive: api_key } = await ownAccount();
  const made = await call(world, 'POST', '/connections', {
    connector_type: 'pipedrive',
    api_key,
    sync_immediately,
  });
  return { id: made.connection.id, run_id: made.sync_run_id, api_key };
}
const set = (world: World, id: string, sets: string) =>
  world.app.pool.query(`UPDATE connections SET ${sets} WHERE id = $1`, [id]);
async function member({ app }: World): Promise<string> {
  const id = randomUUID();
  await app.pool.query(`INSERT INTO users (id, email, name) VALUES ($1, $2, 'Eve')`, [
    id,
    `${id}@example.com`,
  ]);
  await app.pool.query(
    `INSERT INTO memberships (workspace_id, user_id, role) SELECT id, $1, 'member' FROM workspaces`,
    [id],
  );
  return id;
}
const someKey = async (world: World) => {
  const scopes = ['connections:read'];
  return (await call(world, 'POST', '/api-keys', { name: 'x', scopes })).api_key.id;
};
const held = JSON.stringify({
  persons: { would_delete: 300, of: 900, since: new Date().toISOString(), confirmed: null },
});

/** What of an example is replaced by what there is; beside the id of a connection. */
/** A connection that writes. */
async function outbound(world: World) {
  const { id } = await connection(world);
  await set(world, id, `direction = 'outbound', status = 'paused'`);
  return { id };
}

const THERE: Record<string, (world: World) => Promise<Record<string, unknown>>> = {
  createConnection: async () => ({ api_key: (await ownAccount()).pipedrive }),
  submitCredentials: async (world) => {
    const made = await call(world, 'POST', '/connections', { connector_type: 'pipedrive' });
    return { id: made.connection.id, api_key: (await ownAccount()).pipedrive };
  },
  resolveHandle: async () => ({ handle: (await ownAccount()).x }),
  reconnectConnection: async (world) => {
    const { id, api_key } = await connection(world);
    await set(world, id, 'needs_reauth_at = now()');
    return { id, api_key };
  },
  confirmDeletions: async (world) => {
    const { id } = await connection(world);
    await set(world, id, `sweep_held = '${held}'`);
    return { id };
  },
  eraseConnection: async (world) => {
    const { id } = await connection(world);
    await set(world, id, `status = 'disconnected', name = 'Gone'`);
    return { id, name: 'Gone' };
  },
  resumeConnection: async (world) => {
    const { id } = await connection(world);
    await set(world, id, `status = 'paused'`);
    return { id };
  },
  cancelRun: async (world) => {
    const { id, run_id } = await connection(world, true);
    return { id, run_id };
  },
  getRunLog: async (world) => {
    const { id, run_id } = await connection(world, true);
    return { id, run_id };
  },
  getKnowledgeSync: outbound,
  setKnowledgeSync: outbound,
  listMirroredPages: outbound,
  listKnowledgeRuns: outbound,
  updateMember: async (world) => ({ user_id: await member(world) }),
  removeMember: async (world) => ({ user_id: await member(world) }),
  setMemberAccess: async (world) => ({ user_id: await member(world) }),
  createInvitation: async () => ({ email: `${randomUUID()}@example.com` }),
  deleteInvitation: async (world) => ({
    id: (await call(world, 'POST', '/invitations', { email: `${randomUUID()}@example.com` }))
      .invitation.id,
  }),
  rotateApiKey: async (world) => ({ id: await someKey(world) }),
  revokeApiKey: async (world) => ({ id: await someKey(world) }),
  testProviderApp: async () => ({}),
  setAuthProvider: async () => ({ settings: { api_key: 'ak_sandbox_project' } }),
};

/**
 * Examples that are refused here, with a code the operation declares: what cannot be done with a
 * key, and what needs a connection of the webhook connector, one that writes, or a bot at a provider.
 */
const REFUSED = new Set([
  'endSession',
  'changePassword',
  'updateProfile',
  'listSessions',
  'getConnectionWebhook',
  'rotateConnectionWebhook',
  'testConnectionWebhook',
  'setupWebhook',
  'setNotificationPreferences',
  'saveView',
  'listKnowledgeParents',
  'answerMirroredPage',
  'makeDatabaseAgain',
  'confirmArchiving',
  'putSandboxTwin',
]);

/** Whether a refusal is right: nobody put what the example is about into this world. */
const isMissing = (op: AnyOperation, code: string): boolean =>
  !THERE[op.id] && Object.values(op.not_found).some((thing) => missingCode(thing) === code);

/** The input of an example, about what there is in this world. */
async function inputOf(world: World, op: AnyOperation, example: object) {
  const input: Record<string, unknown> = { ...example };
  let there: Record<string, unknown> = {};
  if (THERE[op.id]) there = await THERE[op.id]!(world);
  else if (op.not_found.id === 'connection') there = { id: (await connection(world)).id };
  for (const [name, value] of Object.entries(there)) if (name in input) input[name] = value;
  delete input.cursor;
  return input;
}

/** Runs a snippet as somebody would who copied it; answers what is wrong with what it said. */
async function faultOf(
  { key }: World,
  op: AnyOperation,
  language: 'curl' | 'typescript',
  snippet: string,
  file: string,
): Promise<string | null> {
  const code = snippet.replaceAll(KEY_PLACEHOLDER, key);
  fs.writeFileSync(file, code);
  const command: [string, string[]] =
    language === 'curl'
      ? ['/bin/sh', ['-c', `${code} -s -w '\n%{http_code}'`]]
      : [process.execPath, [file]];
  const { stdout, stderr } = await run(...command).catch((error: { stderr: string }) => ({
    stdout: '',
    stderr: error.stderr,
  }));
  const text = `${stdout}${stderr}`;
  if (language === 'curl' ? stdout.trimEnd().endsWith(`\n${op.status}`) : stderr === '')
    return null;
  const code_said = /"code":"(\w+)"/.exec(text.replaceAll('\\"', '"'))?.[1] ?? '';
  const declared = (errorsOf(op) as string[]).includes(code_said);
  const right = (REFUSED.has(op.id) && declared) || isMissing(op, code_said);
  return right ? null : `${op.id} (${language}): ${text.slice(-500)}`;
}

test('every example of the documentation does what it says, with curl and in TypeScript', async () => {
  test.setTimeout(400_000);
  const app = await startSecondApp('docs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-docs-'));
  const has_curl = await run('curl', ['--version']).then(
    () => true,
    () => false,
  );
  try {
    const key = generateKey('sandbox');
    const { user } = await everythingKey(app.pool, { key, hash: hashKey(key), scopes: SCOPES });
    const world: World = { app, key, user };
    const wrong: string[] = [];
    for (const op of operations)
      for (const { input } of examplesOf(op)) {
        const file = path.join(folder, `${op.id}.ts`);
        for (const language of ['curl', 'typescript'] as const) {
          if (language === 'curl' && !has_curl) continue;
          const real = await inputOf(world, op, input as object);
          const snippet = (language === 'curl' ? curlOf : typescriptOf)(op, app.url, real);
          const fault = await faultOf(world, op, language, snippet, file);
          if (fault) wrong.push(fault);
        }
      }
    expect(wrong).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    await app.stop();
  }
});
