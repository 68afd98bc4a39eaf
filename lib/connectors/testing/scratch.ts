import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { whyStale } from '@/scripts/install.mjs';

/** What commands run from; everything else is made from it or belongs to nobody. */
const SOURCES = [
  'app',
  'chaos',
  'lib',
  'prisma',
  'public',
  'scripts',
  'package.json',
  'package-lock.json',
  'prisma.config.ts',
  'tsconfig.json',
  'vitest.config.ts',
];

/**
 * A copy of the sources in a folder of its own, with the packages of this one: what a test writes
 * and edits there concerns nobody else. Whoever makes it removes it. Throws when packages have
 * to be installed first: a command run in the copy would install them for all.
 */
export function scratchCopy(): string {
  const stale = whyStale(resolve('.'));
  if (stale) throw new Error(`Run npm ci: ${stale}.`);
  const root = mkdtempSync(join(tmpdir(), 'inlet-scratch-'));
  for (const name of SOURCES) cpSync(resolve(name), join(root, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}
