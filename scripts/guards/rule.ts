import path from 'node:path';
import { importsOf, matches, type Import, type Source } from './sources.ts';

/**
 * A rule of the architecture: what it forbids, where, and what to do instead. `bad` must be
 * reported and `good` must not: a guard that cannot fail guards nothing.
 */
export interface Rule {
  name: string;
  instead: string;
  check: (source: Source) => string[];
  bad: Source[];
  good: Source[];
}

export const source = (file: string, text: string): Source => ({ file, text });
export const isTest = (file: string): boolean =>
  /\.test\.tsx?$|(^|\/)(testing|test-session|fixtures)(\/|\.ts$)/.test(file);
/** Code that is shipped: not scripts, tests, benchmarks or tool configuration. */
export const isProduct = (file: string): boolean =>
  /^(app|components|lib)\/.*\.tsx?$/.test(file) &&
  !isTest(file) &&
  !file.startsWith('lib/platform/prisma/') &&
  !file.endsWith('.gen.ts');
export const inside =
  (...folders: string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`));

/**
 * The room a file or an `@/…` import belongs to: `lib/<room>`, `lib/connectors/<part>`,
 * `components`, `app`.
 */
export function roomOf(file: string): string {
  const [top, second, third] = file.split('/');
  if (top !== 'lib') return top!;
  return second === 'connectors' ? `connectors/${(third ?? '').replace(/\.\w.*$/, '')}` : second!;
}

interface ImportBan {
  where: (file: string) => boolean;
  banned: (target: string, item: Import, file: string) => boolean;
}

/** Reports imports by their path inside the repository (`lib/…`), or by package name. */
export const noImport =
  ({ where, banned }: ImportBan): Rule['check'] =>
  (src) =>
    where(src.file) && isProduct(src.file)
      ? importsOf(src)
          .filter((item) => banned(resolve(src.file, item.from), item, src.file))
          .map((item) => `${src.file}:${item.line} imports ${item.from}`)
      : [];

/** The path inside the repository of what a file imports; a package stays its name. */
export function resolve(file: string, from: string): string {
  if (from.startsWith('@/')) return from.slice(2);
  return from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from;
}

export const isOurs = (target: string): boolean => /^(app|components|lib)\//.test(target);
export const only =
  (...allowed: string[]) =>
  (target: string): boolean =>
    isOurs(target) && !inside(...allowed)(target);

export const noText =
  (pattern: RegExp, allowed: (file: string) => boolean = () => false): Rule['check'] =>
  (src) =>
    isProduct(src.file) && !allowed(src.file) ? matches(src, pattern) : [];
