// Writes the lists of connectors and of sandbox providers from the files that are there. Run before
// dev, build and test; the lists are not committed, so two people who add a connector never meet in
// the same line.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the names of our own top-level pages, endpoints and files are kept. */
const TOP_LEVEL = 'lib/access/top-level.gen.ts';

/**
 * First path segments that are ours: folders of `app` (those in brackets group pages, those in
 * square ones stand for any name), and what `public` holds.
 */
export function topLevelNames(root) {
  const inApp = (folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => {
        if (/^\(.*\)$/.test(name)) return inApp(join(folder, name));
        return /^[[_]/.test(name) ? [] : [name];
      });
  const files = readdirSync(join(root, 'public')).map((name) => name.replace(/\.\w+$/, ''));
  return [...new Set([...inApp(join(root, 'app')), ...files])].sort((a, b) => (a < b ? -1 : 1));
}

const LISTS = [
  {
    folder: 'lib/connectors/providers',
    file: 'lib/connectors/registry.gen.ts',
    name: 'CONNECTORS',
    type: 'Connector',
    from: '@/lib/connectors/kit',
  },
  {
    folder: 'lib/sandbox/providers',
    file: 'lib/sandbox/registry.gen.ts',
    name: 'SANDBOX_PROVIDERS',
    type: 'SandboxProvider',
    from: '@/lib/sandbox/kit/provider',
  },
];

/** Names of the providers in a folder: every .ts file that is not a test. */
export const providersIn = (folder) =>
  readdirSync(folder)
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
    .map((f) => f.slice(0, -3))
    .sort();

const identifier = (slug) =>
  slug.replace(/-(.)/g, (_, letter) => letter.toUpperCase()).replace(/^(\d)/, '_$1');

/** Writes a file unless it holds that text already. */
function write(path, text) {
  let before = null;
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    /* first time */
  }
  if (before !== text) writeFileSync(path, text);
}

/**
 * Writes the lists under `root`; answers what each holds. A file that would not change is left
 * alone.
 */
export function writeRegistries(root) {
  const names = topLevelNames(root);
  write(
    join(root, TOP_LEVEL),
    [
      '// Written by scripts/registry.mjs. Do not edit.',
      `export const TOP_LEVEL: readonly string[] = ${JSON.stringify(names)};`,
      '',
    ].join('\n'),
  );
  return LISTS.map(({ folder, file, name, type, from }) => {
    const slugs = providersIn(join(root, folder));
    const text = [
      '// Written by scripts/registry.mjs. Do not edit.',
      `import type { ${type} } from '${from}';`,
      ...slugs.map((slug) => `import ${identifier(slug)} from '@/${folder}/${slug}';`),
      '',
      `export const ${name}: readonly ${type}[] = [${slugs.map(identifier).join(', ')}];`,
      '',
    ].join('\n');
    write(join(root, file), text);
    return { file, slugs };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, slugs } of writeRegistries(
    join(dirname(fileURLToPath(import.meta.url)), '..'),
  ))
    console.log(`${file}: ${slugs.length}`);
}
