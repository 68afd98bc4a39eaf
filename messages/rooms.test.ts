import { describe, expect, it } from 'vitest';
import { EVERYWHERE, TRANSLATED } from '@/app/i18n/words';
import english from '@/messages/en';
import { byPath, roomsSent, roomsSpoken } from '@/scripts/guards/rooms';
import { readSource, trackedFiles } from '@/scripts/guards/sources';

const files = trackedFiles().filter((file) =>
  /^(app|components|lib\/client)\/.*\.tsx?$/.test(file),
);
const sources = byPath(files.map(readSource));
const pages = files.filter((file) => /^app\/\((console|auth)\)\/.*\/page\.tsx$/.test(file));
const HELD: ReadonlySet<string> = new Set([...EVERYWHERE, ...TRANSLATED]);

/** The page and the layouts around it. */
const around = (page: string): string[] => {
  const folders = page.split('/').slice(0, -1);
  return [page, ...folders.map((_, n) => `${folders.slice(0, n + 1).join('/')}/layout.tsx`)].filter(
    (file) => files.includes(file),
  );
};
const speaks = (page: string): string[] =>
  [...roomsSpoken(readSource(page), sources)]
    .filter((room) => Object.hasOwn(english, room) && !HELD.has(room))
    .toSorted();

describe('the words of a page', () => {
  it.each(pages)('are those its parts say, and no more: %s', (page) => {
    const sent = around(page).flatMap((file) => roomsSent(readSource(file)));
    expect([...new Set(sent)].toSorted()).toEqual(speaks(page));
  });

  it('are seen through what a page imports, and not through a type', () => {
    const source = (file: string, text: string) => ({ file, text });
    const page = source(
      'app/x/page.tsx',
      `import { A } from '@/components/a';\nimport type { B } from '@/components/b';`,
    );
    const parts = byPath([
      source('components/a.tsx', `const C = () => import('./c');`),
      source('components/b.tsx', `t('admin.b')`),
      source('components/c.tsx', "t('social.c'); t(`causes.${code}`)"),
    ]);
    expect([...roomsSpoken(page, parts)]).toEqual(['social', 'causes']);
    expect(pages.length).toBeGreaterThan(20);
  });
});
