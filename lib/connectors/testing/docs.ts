import { writeFileSync } from 'node:fs';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { connectorsPage, PAGE } from '@/lib/connectors/testing/connectors-page';

/** `npm run docs`: writes the page about all connectors. */
writeFileSync(PAGE, await connectorsPage(CONNECTORS));
process.stdout.write(`  ${PAGE}: ${CONNECTORS.length} connectors\n`);
