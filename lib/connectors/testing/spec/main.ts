import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { checkSpec } from '@/lib/connectors/testing/spec/check';

/** `npm run check:spec -- <connector> <file>`: see scripts/check-spec.mjs. */
const [type = '', file = ''] = process.argv.slice(2);
const connector = CONNECTORS.find((one) => one.type === type);
if (!connector || file === '') {
  process.stderr.write('npm run check:spec -- <connector> <file>\n');
  process.exitCode = 1;
} else {
  const { lines, held } = await checkSpec(connector, file);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = held ? 0 : 1;
}
