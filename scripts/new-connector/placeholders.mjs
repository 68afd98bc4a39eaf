import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where new:connector writes. */
const FOLDERS = [
  'lib/connectors/providers',
  'lib/sandbox/providers',
  'lib/connectors/testing/answers',
];

/** What runs first, then what tests it: the order in which one fills them in. */
const rank = (file) =>
  FOLDERS.length * Number(file.includes('.test.ts')) +
  FOLDERS.findIndex((folder) => file.startsWith(folder));

/**
 * What new:connector left to be filled in and nobody has, under `root`: a line for each, with file
 * and line number; of one connector when `slug` is given. A type checker and a run say it too, but
 * one after the other.
 */
export function openPlaceholders(root, slug) {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts') && (!slug || name.startsWith(`${slug}.`)))
      .map((name) => `${folder}/${name}`),
  )
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap((file) => openIn(root, file));
}

function openIn(root, file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, at) =>
    [...line.matchAll(/\bFILL_\w+/g)].map(([name]) => `${file}:${at + 1} ${name}`),
  );
}
