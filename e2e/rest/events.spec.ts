import { EVENTS, type EventName } from '@/lib/contract/events';
import { api, settled, type Answer } from '../fixtures/api';
import { expect, test } from '../fixtures/test';
import { makeKey, ownAccount, sql } from '../fixtures/world';

interface Told {
  event: EventName;
  actor_kind: string;
  request_id: string | null;
  data: Record<string, unknown>;
}

test('a connection’s life is told in order, by whom and in which request', async ({
  workspace,
}) => {
  const rest = api(await makeKey(workspace));
  const created = await rest.post('/connections', {
    connector_type: 'pipedrive',
    api_key: (await ownAccount()).pipedrive,
  });
  const { id } = created.body.connection;
  await settled(rest, id);
  const renamed = await rest.patch(`/connections/${id}`, { name: 'Renamed' });
  const paused = await rest.post(`/connections/${id}/pause`);
  const refused = await rest.post(`/connections/${id}/pause`);
  expect(refused.status).toBe(409);
  const resumed = await rest.post(`/connections/${id}/resume`);
  const gone = await rest.delete(`/connections/${id}`);
  for (const answer of [created, renamed, paused, resumed, gone])
    expect(answer.status, answer.text).toBe(200);

  const rows = (await sql(
    `SELECT event, actor_kind, request_id, data
     FROM outbox
     WHERE workspace_id = $1 AND subject_id = $2
     ORDER BY id`,
    [workspace.id, id],
  )) as unknown as Told[];
  for (const { event, data } of rows) expect(() => EVENTS[event].data.parse(data)).not.toThrow();
  const by = (answer: Answer) => ({
    actor_kind: 'api_key',
    request_id: answer.headers.get('x-request-id'),
  });
  const engine = { actor_kind: 'system', request_id: null };
  // Resuming syncs at once: whether that run began before the end is not ours to say.
  const told = rows
    .map(({ event, actor_kind, request_id }) => ({ event, actor_kind, request_id }))
    .filter((one, at) => at < 5 || one.actor_kind === 'api_key')
    .filter(({ event }) => event !== 'run.cancelled');
  expect(told).toEqual([
    { event: 'connection.created', ...by(created) },
    { event: 'connection.connected', ...by(created) },
    { event: 'run.started', ...engine },
    { event: 'run.finished', ...engine },
    { event: 'records.changed', ...engine },
    { event: 'connection.updated', ...by(renamed) },
    { event: 'connection.paused', ...by(paused) },
    { event: 'connection.resumed', ...by(resumed) },
    { event: 'connection.disconnected', ...by(gone) },
  ]);

  // The trail has what was asked for, under the same ids, and nothing of what was refused.
  const trail = await sql(
    `SELECT a.action, a.request_id
     FROM audit_events a
     JOIN outbox o ON o.event_id = a.id AND o.event = a.action
     WHERE a.workspace_id = $1 AND a.target_id = $2 AND a.action <> 'run.cancelled'
     ORDER BY o.id`,
    [workspace.id, id],
  );
  expect(trail).toEqual([
    { action: 'connection.created', request_id: by(created).request_id },
    { action: 'connection.updated', request_id: by(renamed).request_id },
    { action: 'connection.paused', request_id: by(paused).request_id },
    { action: 'connection.resumed', request_id: by(resumed).request_id },
    { action: 'connection.disconnected', request_id: by(gone).request_id },
  ]);
  const [refusal] = await sql('SELECT count(*)::int AS n FROM audit_events WHERE request_id = $1', [
    refused.headers.get('x-request-id'),
  ]);
  expect(refusal).toEqual({ n: 0 });
});
