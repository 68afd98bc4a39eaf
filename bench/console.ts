import type { Page } from '@playwright/test';
import { openBrowser, signIn } from './browser.ts';
import { startBuilt } from './built.ts';
import type { Line } from './report.ts';
import { spreadOf, type Spread } from './spread.ts';
import { BIG_SLUG, prepare } from './workspaces.ts';

const ROUNDS = 5;
/** Chromium tells of tasks from 50 ms on; a deed without one took less. */
const LEAST_MS = 50;

export interface ConsoleResult {
  /** The longest task of the page, by what somebody does with 5,000 connections. */
  tasks_ms: Record<string, Spread>;
  /** From the click to the frame in which the catalog's dialog stands. */
  catalog_ms: Spread;
}

/** The console in a browser that is not slowed down. */
export async function benchConsole(): Promise<ConsoleResult> {
  const { workspace_slug } = await prepare();
  const { origin, stop } = await startBuilt();
  const browser = await openBrowser();
  try {
    const cookie = await signIn(browser, origin);
    const rounds: Record<string, number[]> = {};
    const catalog: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.addCookies([cookie]);
      const page = await context.newPage();
      for (const [deed, ms] of await longestTasks(page, `${origin}/${BIG_SLUG}/connections`))
        (rounds[deed] ??= []).push(ms);
      await page.goto(`${origin}/${workspace_slug}/connections`);
      await page.waitForLoadState('networkidle');
      catalog.push(await untilCatalogStands(page));
      await context.close();
    }
    return {
      tasks_ms: Object.fromEntries(
        Object.entries(rounds).map(([deed, times]) => [deed, spreadOf(times)]),
      ),
      catalog_ms: spreadOf(catalog),
    };
  } finally {
    await browser.close();
    await stop();
  }
}

/** What somebody does with 5,000 connections, and the longest task of the page in each. */
async function longestTasks(page: Page, address: string): Promise<[string, number][]> {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const found: [string, number][] = [];
  const done = async (deed: string) => {
    await page.waitForLoadState('networkidle');
    const tasks = await page.evaluate(() =>
      (window as unknown as { tasks: number[] }).tasks.splice(0),
    );
    found.push([deed, Math.max(LEAST_MS, ...tasks)]);
  };
  await page.goto(`${address}?sort=name`);
  await page.locator('[data-row]').first().waitFor();
  await done('opening');
  for (let pages = 0; pages < 8; pages++) await toTheEnd(page);
  await done('scrolling');
  const id = await page.locator('[data-row]').last().getAttribute('data-row');
  await renamed(page, id!);
  await done('a change arriving');
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('searchbox', { name: 'Search connections' }).pressSequentially('pot 49');
  await page.waitForURL(/q=/);
  await done('searching');
  await page.getByRole('searchbox', { name: 'Search connections' }).fill('');
  await page.getByRole('group', { name: 'Filter by status' }).getByRole('button').nth(1).click();
  await page.waitForURL(/state=/);
  await done('filtering');
  return found;
}

/** One page of rows further. */
async function toTheEnd(page: Page): Promise<void> {
  const last = page.locator('[data-row]').last();
  const before = await last.getAttribute('data-row');
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const more = page.getByRole('button', { name: /^Show more of/ });
  if (await more.isVisible()) await more.click();
  await page.waitForFunction(
    (id) => [...document.querySelectorAll('[data-row]')].at(-1)?.getAttribute('data-row') !== id,
    before,
  );
}

/** A row that is in view gets a longer name elsewhere, in the same place, and the page learns of it. */
async function renamed(page: Page, id: string): Promise<void> {
  const old = await page.locator(`[data-row="${id}"] [data-row-link]`).textContent();
  const name = `${old} renamed`;
  await page.evaluate(
    async ([connection, next, workspace]) => {
      await fetch(`/api/platform/v1/connections/${connection}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json', 'X-Inlet-Workspace': workspace! },
        body: JSON.stringify({ name: next }),
      });
    },
    [id, name, BIG_SLUG],
  );
  await page.waitForFunction((text) => document.body.textContent.includes(text), name);
}

/** Milliseconds from the click to the frame after the dialog with its tiles is in the page. */
function untilCatalogStands(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const button = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Add a connection',
    )!;
    // As a pointer comes over it and presses: the page fetches the dialog when it comes.
    button.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    button.click();
    while (!document.querySelector('[role=dialog] li'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begun;
  });
}

export const consoleLines = ({ tasks_ms, catalog_ms }: ConsoleResult): Line[] => [
  ...Object.entries(tasks_ms).map(([deed, spread]) => ({
    what: `longest task of 5,000 rows, ${deed}`,
    measured: `${Math.round(spread.median)} ms`,
    value: spread,
    at_most: 200,
  })),
  {
    what: 'catalog dialog, from click to drawn',
    measured: `${Math.round(catalog_ms.median)} ms`,
    value: catalog_ms,
    at_most: 100,
  },
];
