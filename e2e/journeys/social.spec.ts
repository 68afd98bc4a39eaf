import fs from 'node:fs';
import type { Download } from '@playwright/test';
import { track, tracked, trackX } from '../fixtures/steps';
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  shot,
  test,
  type Page,
} from '../fixtures/test';
import { ownAccount, sql } from '../fixtures/world';

const CHARTS = [
  { title: 'Followers', file: 'followers' },
  { title: 'Posts by engagement', file: 'posts' },
  { title: 'When posts are taken best', file: 'best-times' },
] as const;

const chart = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** Clicks a button of a chart that hands out a file. */
async function take(page: Page, title: string, kind: 'PNG' | 'CSV'): Promise<Download> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    chart(page, title)
      .getByRole('button', { name: `${kind}: ${title}`, exact: true })
      .click(),
  ]);
  return file;
}

interface Pixels {
  width: number;
  height: number;
  /** Of the four corners: red, green, blue, alpha. */
  corners: number[][];
  /** What the theme paints the page with, and its accent. */
  ground: number[];
  /** Shares of the picture: what is no ground, and what is painted with the accent. */
  drawn: number;
  accent: number;
}

/** What a picture shows, as the browser reads it. */
const pixelsOf = (page: Page, png: Buffer): Promise<Pixels> =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = picture;
    const paper = new OffscreenCanvas(width, height).getContext('2d')!;
    const theme = getComputedStyle(document.documentElement);
    const colour = (name: string) => {
      paper.fillStyle = theme.getPropertyValue(`--color-${name}`);
      paper.fillRect(0, 0, 1, 1);
      return [...paper.getImageData(0, 0, 1, 1).data];
    };
    const [ground, accent] = [colour('canvas'), colour('accent')];
    paper.drawImage(picture, 0, 0);
    const { data } = paper.getImageData(0, 0, width, height);
    const at = (x: number, y: number) => {
      const from = (y * width + x) * 4;
      return Array.from(data.subarray(from, from + 4));
    };
    // The accent may be thinned: on the way from the ground to it, in any thickness that is seen.
    const [red, green, blue] = [0, 1, 2].map((part) => accent[part]! - ground[part]!) as [
      number,
      number,
      number,
    ];
    const length = red ** 2 + green ** 2 + blue ** 2;
    let [drawn, accented] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = [0, 1, 2].map((part) => data[i + part]! - ground[part]!) as [
        number,
        number,
        number,
      ];
      if (Math.hypot(r, g, b) > 12) drawn++;
      const share = (r * red + g * green + b * blue) / length;
      const off = Math.hypot(r - share * red, g - share * green, b - share * blue);
      if (share > 0.2 && off < 10) accented++;
    }
    const [right, bottom] = [width - 1, height - 1];
    return {
      width,
      height,
      corners: [at(0, 0), at(right, 0), at(0, bottom), at(right, bottom)],
      ground,
      drawn: drawn / (width * height),
      accent: accented / (width * height),
    };
  }, png.toString('base64'));

test('each chart is taken away as a picture, in the colours that are seen, and as numbers', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(180_000);
  const { x } = await ownAccount();
  const path = `/${workspace.slug}/connections/${await tracked(rest, x)}?days=365`;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(path);
    for (const { title, file } of CHARTS) {
      const drawing = chart(page, title).locator('svg[height]').last();
      await expect(drawing).toBeVisible();
      const box = await drawing.boundingBox();
      const saved = await take(page, title, 'PNG');
      expect(saved.suggestedFilename()).toMatch(
        new RegExp(String.raw`^x-${x.replace('_', '-')}-${file}-(\d{4}-\d\d-\d\d-?){2}\.png$`),
      );
      const png = fs.readFileSync(await saved.path());
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      fs.writeFileSync(`e2e/screenshots/picture-${file}-${scheme}.png`, png);
      const seen = await pixelsOf(page, png);
      // Twice as dense as the page, with an edge and words around it.
      expect(seen.width).toBe(2 * (Math.ceil(box!.width) + 48));
      expect(seen.height).toBeGreaterThan(2 * (box!.height + 80));
      expect(seen.ground[3]).toBe(255);
      for (const corner of seen.corners) expect(corner).toEqual(seen.ground);
      expect(seen.drawn).toBeGreaterThan(0.01);
      expect(seen.accent, `${title}, ${scheme}`).toBeGreaterThan(0.0003);
    }
  }
  // What is shown as a table is taken away as one; what is not known is an empty field.
  const followers = chart(page, 'Followers').first();
  await followers.getByRole('button', { name: 'As a table' }).click();
  await expect(followers.getByRole('button', { name: /^PNG/ })).toHaveCount(0);
  const text = fs.readFileSync(await (await take(page, 'Followers', 'CSV')).path(), 'utf8');
  expect(text).toMatch(/^\uFEFFDay,Followers\r\n/);
  expect(text).toMatch(/\r\n\d{4}-\d\d-\d\d,\r\n/);
  expect(text).toMatch(/\r\n\d{4}-\d\d-\d\d,4000\r\n/);
});

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 320 },
] as const;

test('several networks side by side: numbers, shares and followers, with the days before', async ({
  owner: page,
  workspace,
  rest,
}) => {
  test.setTimeout(240_000);
  const { x } = await ownAccount();
  const id = await tracked(rest, x);
  const place = page
    .getByRole('complementary', { name: 'Sidebar' })
    .getByRole('link', { name: 'Social' });
  await page.goto(`/${workspace.slug}/connections`);
  // One account has nothing beside it.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(place).toHaveCount(0);
  await track(rest, 'linkedin', 'acme');
  await page.reload();
  await place.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Social accounts' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Stretch of time' }).selectOption('365');
  const accounts = page.getByRole('region', { name: 'Social accounts' });
  const mine = accounts.getByRole('row').filter({ hasText: `@${x}` });
  await expect(mine.getByRole('cell')).toHaveCount(5);
  await expect(accounts.getByRole('row').filter({ hasText: '@acme' })).toBeVisible();
  await expect(accounts.getByRole('row').last()).toContainText('All accounts');
  await expect(page.getByText(/LinkedIn: clicks|LinkedIn: likes/)).toContainText('Not divided by');

  // What REST says is what is shown.
  const { body } = await rest.get('/metrics/accounts');
  const { accounts: said, networks } = body as unknown as {
    accounts: { connection_id: string; current: { posts: number } }[];
    networks: { connector_type: string }[];
  };
  expect(said.map(({ connection_id }) => connection_id)).toContain(id);
  expect(networks.map(({ connector_type }) => connector_type).toSorted()).toEqual([
    'linkedin',
    'x',
  ]);

  const mix = chart(page, 'What each network brings');
  await mix.getByRole('application').focus();
  await page.keyboard.press('Home');
  await expect(mix.getByRole('status')).toHaveText(/^Followers, (X|LinkedIn): [\d.]+ % of all, /);
  await page.keyboard.press('End');
  await expect(mix.getByRole('status')).toHaveText(/^Engagement rate\*, .+; before: /);
  await page.keyboard.press('Escape');
  await expect(mix.getByRole('status')).toHaveText('');
  const saved = await take(page, 'What each network brings', 'PNG');
  expect(saved.suggestedFilename()).toMatch(/networks-\d{4}/);
  await mix.getByRole('button', { name: 'As a table' }).click();
  await expect(mix.getByRole('columnheader', { name: 'Share before' })).toBeVisible();
  await expect(mix.getByRole('row')).toHaveCount(9);

  // Each account has a scale of its own, and says since when it is known.
  const followers = page.getByRole('application', { name: /^Followers from/ });
  await expect(followers).toHaveCount(2);
  await expect(page.getByText(/tracking since/).first()).toBeVisible();
  for (const { scheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/${workspace.slug}/social?days=365`);
    await expect(followers).toHaveCount(2);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shot(page, `compare-${scheme}-${width}`);
  }
});

test('what somebody may not read stands beside nothing', async ({
  owner: page,
  workspace,
  rest,
}) => {
  const mine = await trackX(rest, (await ownAccount()).x);
  const theirs = await trackX(rest, (await ownAccount()).x);
  await sql(`UPDATE connections SET scope = 'personal', owner_user_id = NULL WHERE id = $1`, [
    theirs,
  ]);
  await page.goto(`/${workspace.slug}/social`);
  const followers = page.getByRole('application', { name: /^Followers from/ });
  await expect(followers).toHaveCount(1);
  await expect(
    page.getByRole('complementary', { name: 'Sidebar' }).getByRole('link', { name: 'Social' }),
  ).toHaveCount(0);
  const { body } = await rest.get('/metrics/accounts');
  const { accounts } = body as unknown as { accounts: { connection_id: string }[] };
  expect(accounts.map(({ connection_id }) => connection_id)).toEqual([mine]);
});
