import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

export interface Source {
  file: string;
  text: string;
}

/** Every file of the repository that is not ignored, committed or not. */
export function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return list
    .trim()
    .split('\n')
    .filter((file) => fs.existsSync(file));
}

export const readSource = (file: string): Source => ({ file, text: fs.readFileSync(file, 'utf8') });

export interface Import {
  from: string;
  names: string;
  type: boolean;
  line: number;
}

const STATIC =
  /^[ \t]*(?:import|export)\b(?<type>\s+type\b)?(?<names>[^;'"]*?)from\s+['"](?<from>[^'"]+)['"]/gm;
const BARE = /^[ \t]*import\s+['"](?<from>[^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"](?<from>[^'"]+)['"]/g;

/** What a file imports or re-exports, statically or dynamically. */
export function importsOf({ text }: Source): Import[] {
  const code = withoutComments(text);
  return [STATIC, BARE, DYNAMIC].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => ({
      from: match.groups!.from!,
      names: match.groups!.names ?? '',
      type: match.groups!.type !== undefined,
      line: lineAt(code, match.index + match[0].length),
    })),
  );
}

/**
 * Blanks comments out, keeping line numbers. Good enough for guards: a `//` inside a string only
 * hides the rest of its line from them when a space or line start precedes it.
 */
export const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');

export const lineAt = (text: string, index: number): number =>
  text.slice(0, index).split('\n').length;

/** `file:line` of every match outside comments. */
export function matches({ file, text }: Source, pattern: RegExp): string[] {
  const code = withoutComments(text);
  return [
    ...code.matchAll(
      new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`),
    ),
  ].map((m) => `${file}:${lineAt(code, m.index)}`);
}
