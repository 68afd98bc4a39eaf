// Lighthouse judges a page as a phone sees it. It comes with the judges, and drives the Chromium of
// the end-to-end tests.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findBrowser } from './browser.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const CLI = path.join(ROOT, 'judges/node_modules/lighthouse/cli/index.js');
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
type Category = (typeof CATEGORIES)[number];

export interface Judged {
  /** 0 to 100. */
  scores: Partial<Record<Category, number>>;
  /** What is not as it should be, in Lighthouse's words. */
  faults: string[];
}

interface Report {
  runtimeError?: { message: string };
  categories: Partial<
    Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>
  >;
  audits: Record<string, { title: string; score: number | null; details?: unknown }>;
}

/**
 * Judges one page, loaded with this cookie on Lighthouse's slow phone. Throws when it cannot: the
 * judges are not installed (`npm test -- judges`), or the page did not load.
 */
export async function judgePage(
  url: string,
  cookie: string,
  categories: readonly Category[] = CATEGORIES,
): Promise<Judged> {
  if (!fs.existsSync(CLI))
    throw new Error('Lighthouse is not installed: run npm test -- judges first.');
  const flags = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const said = await run([
    CLI,
    url,
    '--output=json',
    '--quiet',
    `--only-categories=${categories.join()}`,
    `--chrome-flags=${flags.join(' ')}`,
    `--extra-headers=${JSON.stringify({ Cookie: cookie })}`,
    '--no-enable-error-reporting',
  ]);
  const report = JSON.parse(said) as Report;
  if (report.runtimeError) throw new Error(`${url}: ${report.runtimeError.message}`);
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, Math.round((report.categories[name]?.score ?? 0) * 100)]),
    ),
    faults: categories.flatMap((name) =>
      (report.categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
        const audit = report.audits[id]!;
        if (weight === 0 || audit.score === null || audit.score === 1) return [];
        return `${name}: ${audit.title} ${JSON.stringify(audit.details ?? {}).slice(0, 600)}`;
      }),
    ),
  };
}

function run(args: string[]): Promise<string> {
  const CHROME_PATH = findBrowser();
  const env = { ...process.env, ...(CHROME_PATH ? { CHROME_PATH } : {}) };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        stdout === '' && error ? reject(new Error(stderr.slice(-2_000))) : resolve(stdout),
    );
  });
}
