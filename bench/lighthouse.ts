import { SCOPES } from '@/lib/contract/operation';
import { byHandle } from '@/lib/demo/connect';
import { ownerOf } from '@/lib/demo/repository';
import { judgePage } from '../scripts/lighthouse.ts';
import { openBrowser, signIn } from './browser.ts';
import { startBuilt } from './built.ts';
import { unsynced } from './load.ts';
import type { Line } from './report.ts';
import { spreadOf, type Spread } from './spread.ts';
import { FEW_SLUG, prepare } from './workspaces.ts';

/** Lighthouse's score for performance on a slow phone, 0 to 100, by page. */
type LighthouseResult = Record<string, Spread>;

/** List, connection and social account, so many times each, in turns. */
export async function benchLighthouse(rounds: number): Promise<LighthouseResult> {
  const { workspace_slug, few, few_id } = await prepare();
  const { origin, stop } = await startBuilt();
  try {
    const browser = await openBrowser();
    const { name, value } = await signIn(browser, origin);
    await browser.close();
    const list = `${origin}/${FEW_SLUG}/connections`;
    const pages = {
      list,
      'list of 100': `${origin}/${workspace_slug}/connections`,
      connection: `${list}/${few_id}`,
      'social account': `${list}/${await socialAccount(few)}`,
    };
    const scores: Record<string, number[]> = {};
    for (let i = 0; i < rounds; i++)
      for (const [page, url] of Object.entries(pages)) {
        const judged = await judgePage(url, `${name}=${value}`, ['performance']);
        (scores[page] ??= []).push(judged.scores.performance!);
      }
    return Object.fromEntries(
      Object.entries(scores).map(([page, found]) => [page, spreadOf(found)]),
    );
  } finally {
    await stop();
  }
}

/** An X account that was read once. */
async function socialAccount(workspace_id: string): Promise<string> {
  const owner = (await ownerOf(workspace_id))!;
  const me = { ...owner, kind: 'user' as const, scopes: SCOPES, session_id: null };
  const id = await byHandle(me, 'x', 'acme');
  while ((await unsynced(workspace_id, [id])) > 0)
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  return id;
}

export const lighthouseLines = (scores: LighthouseResult): Line[] =>
  Object.entries(scores).map(([page, spread]) => ({
    what: `Lighthouse performance, ${page}`,
    measured: String(spread.median),
    value: spread,
    at_least: 95,
  }));
