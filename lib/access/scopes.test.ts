import { expect, test } from 'vitest';
import { scopesOf } from '@/lib/access/scopes';
import { OPEN_ACCESS, type Level } from '@/lib/contract/surfaces';

test.each([
  [
    'owner',
    null,
    [
      'connections:read',
      'connections:write',
      'connections:delete',
      'members:read',
      'members:write',
      'api_keys:read',
      'api_keys:write',
      'workspace:read',
      'workspace:write',
    ],
  ],
  [
    'member',
    null,
    [
      'connections:read',
      'connections:write',
      'connections:delete',
      'members:read',
      'api_keys:read',
    ],
  ],
  [
    'member',
    'member',
    [
      'connections:read',
      'connections:write',
      'connections:delete',
      'members:read',
      'api_keys:read',
      'platform:read',
    ],
  ],
  [
    'member',
    'engineering',
    [
      'connections:read',
      'connections:write',
      'connections:delete',
      'members:read',
      'api_keys:read',
      'platform:read',
      'platform:write',
    ],
  ],
] as const)('a %s with platform role %s', (role, platform, scopes) => {
  expect(scopesOf(role, platform, OPEN_ACCESS)).toEqual(scopes);
});

test('what a workspace closes is in no scope, whatever the role', () => {
  const left = (connections: Level) =>
    scopesOf('owner', 'superadmin', { ...OPEN_ACCESS, connections }).filter((scope) =>
      scope.startsWith('connections:'),
    );
  expect(left('hidden')).toEqual([]);
  expect(left('read')).toEqual(['connections:read']);
  expect(left('write')).toEqual(['connections:read', 'connections:write', 'connections:delete']);
  expect(scopesOf('owner', null, { ...OPEN_ACCESS, connections: 'hidden' })).toContain(
    'workspace:write',
  );
});
