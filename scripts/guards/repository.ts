import { lineAt, type Source } from './sources.ts';

interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

/**
 * What must not be in the lock file: addresses (they name somebody's mirror), unpinned packages,
 * and packages whose variant for another platform is missing (npm ci refuses such a file; npm
 * install prunes them where a registry does not carry them all).
 */
export function lockFaults({ packages }: { packages: Record<string, LockEntry> }): string[] {
  const names = new Set(Object.keys(packages).map((key) => key.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([key, entry]) => {
    if (key === '') return [];
    const faults: string[] = [];
    if (entry.resolved) faults.push(`${key} has an address: set omit-lockfile-registry-resolved`);
    if (!entry.integrity && !entry.link && !entry.optional) faults.push(`${key} has no integrity`);
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      if (!names.has(name))
        faults.push(`${key} needs ${name} on another platform: node scripts/complete-lock.mjs`);
    return faults;
  });
}

/** Paths and hosts of the machine somebody worked on. */
const TRACES = [
  /(?<![\w/.])\/(?:home|Users|work)\/[\w.-]+\//,
  /(?<![\w/.])\/root\//,
  /[A-Z]:\\Users\\/,
  /file:\/\/\/(?!\$)/,
  /\bregistry\.npmjs\.|\bregistry\.yarnpkg\.|\bverdaccio\b|\bartifactory\b/i,
  /https?:\/\/[\w.-]*\b(?:mirror|nexus)\b[\w.-]*/i,
];
/** The files that have to name them. */
const EXEMPT = /^(scripts\/guards\/|lib\/architecture\.test\.ts$)/;

export function privateTraces({ file, text }: Source): string[] {
  if (EXEMPT.test(file)) return [];
  return TRACES.flatMap((pattern) => {
    const match = pattern.exec(text);
    return match ? [`${file}:${lineAt(text, match.index)} ${match[0]}`] : [];
  });
}
