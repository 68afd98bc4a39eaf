import { api } from '../fixtures/api';
import { expect } from '../fixtures/test';
import { makeKey, type Workspace } from '../fixtures/world';
import { call, type Answer } from './call';

export interface SourceConnection {
  id: string;
  name: string;
  short_name: string;
  readable_collection_id: string;
  status: string;
  auth: { method: string; authenticated: boolean; auth_url: string | null };
  schedule: { cron: string; timezone: string } | null;
  sync: {
    total_runs: number;
    successful_runs: number;
    last_job: { id: string; status: string } | null;
  };
  entities: { total_entities: number; by_type: Record<string, { count: number }> };
  error_category: string | null;
  error_message: string | null;
}
export interface Job {
  id: string;
  source_connection_id: string;
  status: string;
  entities_inserted: number;
}
export interface Refusal {
  detail: string;
  existing_id: string;
  errors: { path: string; message: string }[];
}

/** A workspace's client, with a collection to put things in. */
export async function client(workspace: Workspace) {
  const key = await makeKey(workspace);
  const ask = <Body = SourceConnection & Refusal>(method: string, path: string, body?: unknown) =>
    call<Body>(key, method, path, body);
  const made = await ask<{ readable_id: string }>('POST', '/collections', { name: 'My sources' });
  expect(made.status, made.text).toBe(200);
  const { readable_id } = made.body;
  const create = (body: object) =>
    ask('POST', '/source-connections', { readable_collection_id: readable_id, ...body });
  return { ask, create, collection: readable_id, rest: api(key) };
}
export const good = (answer: Answer<SourceConnection & Refusal>) => {
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
