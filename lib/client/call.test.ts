import { expect, test } from 'vitest';
import { toRequest } from '@/lib/client/call';

test('a placeholder is taken out of the input and escaped', () => {
  expect(toRequest('getConnection', { id: 'a/../b' })).toEqual({
    method: 'GET',
    url: '/api/platform/v1/connections/a%2F..%2Fb',
    body: undefined,
  });
});

test('a read sends the rest as query and leaves out what is unset', () => {
  const { url, body } = toRequest('listConnections', {
    q: 'a&b',
    health: undefined,
    cursor: null,
    limit: 100,
  });
  expect(url).toBe('/api/platform/v1/connections?q=a%26b&limit=100');
  expect(body).toBeUndefined();
});

test('a write sends the rest as JSON, nulls included', () => {
  expect(toRequest('updateConnection', { id: 'x', owner_user_id: null })).toEqual({
    method: 'PATCH',
    url: '/api/platform/v1/connections/x',
    body: '{"owner_user_id":null}',
  });
});

test('two placeholders, no body fields', () => {
  expect(toRequest('cancelRun', { id: 'c', run_id: 'r' })).toEqual({
    method: 'POST',
    url: '/api/platform/v1/connections/c/runs/r/cancel',
    body: '{}',
  });
});
