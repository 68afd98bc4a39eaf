import { expect, it } from 'vitest';
import { execute } from '@/lib/api/execute';
import { newId } from '@/lib/platform/ids';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, errorCode, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

it('takes the place of the one there was, and is in the trail', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const { id } = await connectPipedrive(owner, bulkKey(3));
  const run = (config: object) =>
    execute('updateConnection', owner, { id, config }, { id: newId() });
  await run({ note: 'one', more: 1 });
  expect((await run({ note: 'two' })).connection.config).toEqual({ note: 'two' });
  const { events } = await execute(
    'listAuditEvents',
    owner,
    { action: 'connection.updated' },
    { id: newId() },
  );
  expect(events.map(({ data }) => data)).toEqual([
    { changed: ['config'] },
    { changed: ['config'] },
  ]);
});

it('takes what the connector asks for, but for the address a grant was given at', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const login_host = 'acme.my.salesforce.com';
  const { connection } = await execute(
    'createConnection',
    owner,
    { connector_type: 'salesforce', config: { login_host, note: 'x' } },
    { id: newId() },
  );
  const { id } = connection!;
  const change = (config: object) =>
    execute('updateConnection', owner, { id, config }, { id: newId() }).then(
      (answer) => answer.connection.config,
      errorCode,
    );
  for (const other of ['evil.my.salesforce.com', 'evil.example', '', null, 7])
    expect(await change({ login_host: other }), String(other)).toBe('invalid_request');
  expect(await change({ custom_objects: 'not a name' })).toBe('invalid_request');
  expect(await change({ note: 'y' })).toEqual({ login_host, note: 'y' });
  const custom_objects = 'Project__c, Invoice__c';
  expect(await change({ login_host, custom_objects })).toEqual({ login_host, custom_objects });
  expect(await change({ note: 'z' })).toEqual({ login_host, custom_objects, note: 'z' });
});
