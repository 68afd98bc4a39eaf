// npm run new:connector -- <type>: starts a connector with all the files it needs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptance, answers, connector, errors, sandbox } from './new-connector/templates.mjs';

/** Writes the files under \`root\`. Throws with a sentence when the slug is bad or taken. */
export function writeConnector(root, slug) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug ?? '') || slug.length > 40)
    throw new Error(
      'Name it in lower case, words joined by hyphens: npm run new:connector -- acme-crm',
    );
  const files = {
    [`lib/connectors/providers/${slug}.ts`]: connector,
    [`lib/connectors/testing/answers/${slug}.ts`]: answers,
    [`lib/connectors/providers/${slug}.errors.test.ts`]: errors,
    [`lib/connectors/providers/${slug}.acceptance.db.test.ts`]: acceptance,
    [`lib/sandbox/providers/${slug}.ts`]: sandbox,
  };
  const taken =
    Object.keys(files).find((file) => existsSync(join(root, file))) ?? aliasOwner(root, slug);
  if (taken) throw new Error(`"${slug}" is taken: see ${taken}`);
  const Name = slug
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  for (const [file, write] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), write(slug, Name));
  }
  return Object.keys(files);
}

/** The connector that has the slug as an alias. */
function aliasOwner(root, slug) {
  const registry = join(root, 'lib/connectors/registry.gen.ts');
  const files = existsSync(registry)
    ? [
        ...readFileSync(registry, 'utf8').matchAll(
          /from '@\/(lib\/connectors\/providers\/[^']+)'/g,
        ),
      ].map((m) => `${m[1]}.ts`)
    : [];
  return files.find(
    (file) =>
      existsSync(join(root, file)) &&
      new RegExp(`aliases: \\[[^\\]]*'${slug}'`).test(readFileSync(join(root, file), 'utf8')),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const files = writeConnector(
      join(dirname(fileURLToPath(import.meta.url)), '..'),
      process.argv[2],
    );
    console.log(
      [
        'Written:',
        ...files.map((f) => `  ${f}`),
        '',
        "Replace every FILL_… with what the provider's documentation says;",
        'docs/adding-a-connector.md goes through it. What is still open, and then whether it works:',
        `npm run accept ${process.argv[2]}`,
      ].join('\n'),
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
