import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { wordsIn } from '@/lib/client/testing';
import { CALLBACK_ERRORS } from '@/lib/contract/callback-errors';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';
import { CAUSES } from '@/lib/contract/state';
import german from '@/messages/de';
import english from '@/messages/en';
import { readSource, trackedFiles } from '@/scripts/guards/sources';
import { saidOutright, usesIn, type Use } from '@/scripts/guards/words';

type Catalog = Record<string, Record<string, string>>;
const CATALOGS: Record<string, Catalog> = { en: english, de: german };

/** The API is described in the language it speaks; so are its pages and the sandbox's. */
const NOT_THE_CONSOLE = /^app\/(api|collections|docs|healthz|metrics|readyz|sandbox)\//;
const sources = trackedFiles()
  .filter((file) => /^(app|components|lib\/client)\/.*\.tsx?$/.test(file))
  .filter((file) => !/\.test\.tsx?$/.test(file) && !NOT_THE_CONSOLE.test(file))
  .map(readSource);
const uses = sources.flatMap(usesIn);

const keysOf = (catalog: Catalog): string[] =>
  Object.entries(catalog).flatMap(([room, said]) =>
    Object.keys(said).map((key) => `${room}.${key}`),
  );

/** What a use says in a language, once for each choice it may be given; throws when it cannot. */
function saidBy(locale: string, catalog: Catalog, { key, values }: Use): string[] {
  const t = createTranslator({
    locale,
    messages: catalog,
    onError: (error) => {
      throw error;
    },
  }) as { rich: (key: string, values: object) => unknown };
  return ['true', 'false'].map((choice) =>
    String(
      t.rich(
        key,
        Object.fromEntries(
          Object.entries(values).map(([name, kind]) => {
            if (kind === 'tag') return [name, () => '-'];
            return [name, kind === 'choice' ? choice : 2];
          }),
        ),
      ),
    ),
  );
}

describe('the catalog', () => {
  it('has every message in every language', () => {
    expect(keysOf(german)).toEqual(keysOf(english));
    expect(
      Object.values<Record<string, string>>(german).flatMap((said) => Object.values(said)),
    ).not.toContain('');
  });

  it.each(Object.entries(CATALOGS))(
    'is said in %s with the values it is given',
    (locale, catalog) => {
      expect(uses.length).toBeGreaterThan(800);
      for (const use of uses)
        expect(() => saidBy(locale, catalog, use), `${use.at} ${use.key}`).not.toThrow();
    },
  );

  it('reports a value that is missing, and a message', () => {
    const source = { file: 'components/x.tsx', text: `t('a.b', { n: 1 }); t('a.c');` };
    const [b, c] = usesIn(source);
    expect(saidBy('en', { a: { b: '{n, plural, other {#}}' } }, b!)).toEqual(['2', '2']);
    expect(() => saidBy('en', { a: { b: '{m}' } }, b!)).toThrow();
    expect(() => saidBy('en', { a: { b: '{n}' } }, c!)).toThrow();
  });

  it('has no message that nobody says', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const unsaid = keysOf(english).filter((key) => !all.includes(`'${key}'`));
    expect(unsaid.filter((key) => !BY_CODE.has(key.split('.')[0]!))).toEqual([]);
  });
});

/** What the server says: the console says it by its code. */
const BY_CODE = new Set(['callbacks', 'causes', 'fixes', 'problems']);

describe('what the server says in English', () => {
  const t = wordsIn('en');
  it.each(Object.entries(ERRORS))('is in the catalog for %s', (code, { title, fix }) => {
    expect(t(`problems.${code as ErrorCode}`)).toBe(title);
    expect(t(`fixes.${code as ErrorCode}`)).toBe(fix);
    expect(wordsIn('de')(`fixes.${code as ErrorCode}`)).not.toBe(fix);
  });

  it('stands there for nothing else', () => {
    expect(Object.keys(english.problems)).toEqual(Object.keys(ERRORS));
    expect(Object.keys(english.fixes)).toEqual(Object.keys(ERRORS));
    expect(english.callbacks).toEqual(CALLBACK_ERRORS);
    expect(Object.keys(english.causes).sort()).toEqual([...CAUSES, 'held_of'].sort());
  });
});

describe('a component', () => {
  it('says nothing that stands in no catalog', () => {
    expect(sources.flatMap(saidOutright)).toEqual([]);
  });

  it.each([
    `<p>Not in it</p>`,
    `<input placeholder="Your name" />`,
    `<b aria-label="Close it">×</b>`,
    `<Fact name="Owned by" />`,
    '<Field hint={`Its address stays ${slug} for good`} />',
    `<Field hint={open ? 'Shut it' : t('a.b')} />`,
  ])('is reported for %s', (text) => {
    expect(saidOutright({ file: 'components/x.tsx', text })).toHaveLength(1);
  });

  it.each([
    `<code>npm test</code>`,
    `<p>{t('a.b')} · 3</p>`,
    `<input placeholder="ada@acme.test" />`,
    `<Field hint={t('settings.addressStays', { slug })} label={words[kind]} />`,
    '<Logo label={`${name} ${count}`} />',
  ])('is not for %s', (text) => {
    expect(saidOutright({ file: 'components/x.tsx', text })).toEqual([]);
  });
});
