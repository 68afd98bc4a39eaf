import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connector } from '@/lib/connectors/kit';

/**
 * Why nobody knows whether a connector works: what its acceptance pack lacks under `root`, null when
 * it is there. The pack itself is run by the suite; a connector without one would pass unnoticed.
 */
export function packFault({ type, puller, auth, direction }: Connector, root = '.'): string | null {
  // What an outbound one does is its engine's, which has tests of its own.
  if (puller.status !== 'live' || direction === 'outbound') return null;
  const file = `lib/connectors/providers/${type}.acceptance.db.test.ts`;
  if (!existsSync(join(root, file)))
    return `${file} is missing: without the pack nobody knows whether ${type} works, see docs/adding-a-connector.md`;
  const text = readFileSync(join(root, file), 'utf8');
  if (!text.includes(`import connector from '@/lib/connectors/providers/${type}';`))
    return `${file} is about another connector`;
  if (auth.method === 'webhook' && !/^acceptanceOfArrivals\(connector\);$/m.test(text))
    return `${file} does not run the pack: it must call acceptanceOfArrivals(connector)`;
  if (auth.method !== 'webhook' && !/^acceptance\(\{\n {2}(\/\/.*\n {2})*connector,/m.test(text))
    return `${file} does not run the pack: it must call acceptance({ connector, … }) by itself`;
  if (/\b(skip|todo|only|fails)\b/.test(text)) return `${file} leaves something out`;
  return null;
}
