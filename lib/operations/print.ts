import type { SystemReport } from '@/lib/contract/system';

const VERDICTS = {
  ok: 'All is well.',
  warn: 'It works; look at the warnings.',
  fail: 'Something is wrong; the lines marked FAIL say what to do.',
} as const;
const WORDS = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL', not_checked: '--  ' } as const;

/**
 * The report for a terminal: one line a check, what to do under it, and the values worth copying.
 */
export function printReport({ checks, level }: SystemReport): string {
  const width = Math.max(...checks.map((c) => c.title.length));
  const lines = checks.flatMap((c) => [
    `  ${WORDS[c.level]}  ${c.title.padEnd(width)}  ${c.finding}`,
    ...(c.fix
      ? [`        ${' '.repeat(width)}${c.level === 'not_checked' ? '' : '→ '}${c.fix}`]
      : []),
    ...c.facts
      .filter(
        (f) =>
          /Redirect URI|^Key |^Worker |^Budget /.test(f.label) && !/^Redirect URI of/.test(f.label),
      )
      .map((f) => `        ${' '.repeat(width)}${f.label}: ${f.value}`),
  ]);
  return `\n${lines.join('\n')}\n\n  ${VERDICTS[level]}\n`;
}
