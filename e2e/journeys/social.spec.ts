import fs from 'node:fs';
import type { Download } from '@playwright/test';
import { tracked } from '../fixtures/steps';
import { expect, test, type Page } from '../fixtures/test';
import { ownAccount } from '../fixtures/world';

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
  /** Shares of the picture: what is no ground, and what has the hue of the accent. */
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
    const at = (x: number, y: number) => [...data.slice((y * width + x) * 4).slice(0, 4)];
    const near = (i: number, to: number[]) =>
      [0, 1, 2].every((part) => Math.abs(data[i + part]! - to[part]!) < 12);
    let [drawn, accented] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      if (!near(i, ground)) drawn++;
      if (near(i, accent)) accented++;
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
        new RegExp(String.raw`^${x.toLowerCase()}-${file}-(\d{4}-\d\d-\d\d-?){2}\.png$`),
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
