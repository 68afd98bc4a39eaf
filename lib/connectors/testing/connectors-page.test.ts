import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { withStreams } from '@/lib/connectors/testing/change';
import { connectorsPage, PAGE } from '@/lib/connectors/testing/connectors-page';
import { README, withTable } from '@/lib/connectors/testing/readme-table';

describe('README.md', () => {
  it('has a row for everything that can be connected; npm run docs writes it', async () => {
    const readme = readFileSync(README, 'utf8');
    expect(readme).toBe(await withTable(readme, CONNECTORS));
    const fewer = await withTable(readme, CONNECTORS.slice(1));
    expect(fewer).not.toBe(readme);
  });
});

describe('docs/connectors.md', () => {
  it('says what the connectors declare; npm run docs writes it', async () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(await connectorsPage(CONNECTORS));
  });

  it('is noticed to be stale when a connector changes', async () => {
    const renamed = CONNECTORS.map((connector) =>
      withStreams(connector, (stream) => ({ ...stream, name: `${stream.name}_2` })),
    );
    expect(await connectorsPage(renamed)).not.toBe(readFileSync(PAGE, 'utf8'));
  });

  it('has every stream and scope of every live connector', async () => {
    const page = await connectorsPage(CONNECTORS);
    for (const { puller, streams, auth } of CONNECTORS) {
      if (puller.status !== 'live') continue;
      for (const { name } of streams) expect(page).toContain(`\`${name}\``);
      for (const { scope, why } of auth.method === 'oauth' ? auth.scopes : []) {
        expect(page).toContain(`\`${scope}\``);
        expect(page).toContain(why);
      }
    }
  });
});
