import { afterEach, expect, it, vi } from 'vitest';
import linkedin from '@/lib/connectors/providers/linkedin';

afterEach(() => vi.unstubAllEnvs());

/** The settings are read once per process: each case reads them anew. */
async function fieldsWith(settings: Record<string, string>, mode: 'live' | 'sandbox' = 'live') {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { handleAppFields } = await import('@/lib/oauth/apps');
  return handleAppFields(linkedin, mode);
}

it('the credential of a handle’s app may lack what is optional, and nothing else', async () => {
  expect(await fieldsWith({ LINKEDIN_API_VERSION: '202702' })).toBeNull();
  vi.unstubAllEnvs();
  expect(await fieldsWith({ LINKEDIN_ACCESS_TOKEN: 't' })).toEqual({ access_token: 't' });
  expect(await fieldsWith({ LINKEDIN_ACCESS_TOKEN: 't', LINKEDIN_API_VERSION: '202702' })).toEqual({
    access_token: 't',
    api_version: '202702',
  });
});
