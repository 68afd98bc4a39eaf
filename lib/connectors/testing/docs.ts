import { readFileSync, writeFileSync } from 'node:fs';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { connectorsPage, PAGE } from '@/lib/connectors/testing/connectors-page';
import { README, withTable } from '@/lib/connectors/testing/readme-table';

/** `npm run docs`: writes the page about all connectors, and the table of the README. */
writeFileSync(PAGE, await connectorsPage(CONNECTORS));
writeFileSync(README, await withTable(readFileSync(README, 'utf8'), CONNECTORS));
process.stdout.write(`  ${PAGE}, ${README}: ${CONNECTORS.length} connectors\n`);
