import { APIClient, RegionUS } from 'customerio-node';
import { describe, expect, it } from 'vitest';

describe('customerio-node', () => {
  it('is told of a key nobody knows', async () => {
    const stranger = new APIClient('of nobody', { region: RegionUS });
    await expect(stranger.listExports()).rejects.toMatchObject({ statusCode: 401 });
  });
});
