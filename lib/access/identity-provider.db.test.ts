import { expect, test } from 'vitest';
import { authOptions } from '@/lib/access/auth-options';
import { createInvitation } from '@/lib/access/invitations';
import { makePrincipal, makeUser, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const SIGN_IN = { headers: new Headers(), cookie_header: null };

test('an identity provider lets in whom we know or invited, with a verified email', async () => {
  await makePrincipal(await makeWorkspace(), {
    user: await makeUser({ email: 'ada@example.com' }),
  });
  const enter = (profile: object) =>
    authOptions(SIGN_IN).callbacks!.signIn!({
      user: { id: 'x' },
      account: { provider: 'oidc', type: 'oauth', providerAccountId: 'x' },
      profile,
    } as never);
  expect(await enter({ sub: '1', email: 'ada@example.com', email_verified: true })).toBe(true);
  expect(await enter({ sub: '1', email: 'ada@example.com', email_verified: false })).toBe(false);
  expect(await enter({ sub: '1', email: 'ada@example.com' })).toBe(false);
  expect(await enter({ sub: '2', email: 'stranger@example.com', email_verified: true })).toBe(
    false,
  );
  await createInvitation(await makePrincipal(await makeWorkspace()), {
    email: 'ida@example.com',
    role: 'member',
  });
  expect(
    await enter({ sub: '3', email: 'ida@example.com', email_verified: true, name: 'Ida' }),
  ).toBe(true);
  const token = await authOptions(SIGN_IN).callbacks!.jwt!({
    token: {},
    user: { id: '3', email: 'ida@example.com' },
    account: { provider: 'oidc', type: 'oauth', providerAccountId: '3' },
  } as never);
  expect(token).toEqual({
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sid: expect.any(String),
  });
});
