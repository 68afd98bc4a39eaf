import { expect, test } from 'vitest';
import { scopesOf } from '@/lib/access/scopes';

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
  expect(scopesOf(role, platform)).toEqual(scopes);
});
