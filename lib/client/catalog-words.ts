import { spoken, type Language } from '@/lib/client/languages';
import { call, type CallOptions, type Output } from '@/lib/client/call';

type Catalog = Output<'getCatalog'>;
type Entry = Catalog['connectors'][number];
type Field = Entry['credential_fields'][number];
/**
 * A text as a connector says it, in English, and what a language says for it. They are no messages:
 * looked up by what is said, since connectors are added without a key for every sentence.
 */
type Texts = Readonly<Record<string, string>>;
type Say = <T extends string | null>(text: T) => T;

const TEXTS: Partial<Record<Language, () => Promise<{ default: Texts }>>> = {
  de: () => import('@/lib/client/catalog-texts/de.json'),
};

/**
 * The catalog as REST answers it, its texts in a language. What that language has no text for, as
 * of a connector somebody added, stays English.
 */
export async function catalogIn(language: Language, catalog: Catalog): Promise<Catalog> {
  const texts = await TEXTS[language]?.();
  if (!texts) return catalog;
  const say = speaker(texts.default);
  return { ...catalog, connectors: catalog.connectors.map((entry) => entryIn(entry, say)) };
}

/** The language of the page that is open. */
const languageOfPage = (): Language => spoken(document.documentElement.lang);

/** The catalog in the language of the page; for the browser. Throws ProblemError. */
export const readCatalog = async (options: CallOptions): Promise<Catalog> =>
  catalogIn(languageOfPage(), await call('getCatalog', {}, options));

/** What a connection reads, in the language of the page; for the browser. Throws ProblemError. */
export async function readStreams(
  id: string,
  options: CallOptions,
): Promise<Output<'listStreams'>> {
  const answer = await call('listStreams', { id }, options);
  const texts = await TEXTS[languageOfPage()]?.();
  if (!texts) return answer;
  const say = speaker(texts.default);
  return { ...answer, streams: answer.streams.map((stream) => streamIn(stream, say)) };
}

const streamIn = <Stream extends { label: string; description: string }>(
  stream: Stream,
  say: Say,
): Stream => ({ ...stream, label: say(stream.label), description: say(stream.description) });

const entryIn = (entry: Entry, say: Say): Entry => ({
  ...entry,
  description: say(entry.description),
  availability_reason: say(entry.availability_reason),
  role_needed: say(entry.role_needed),
  promises: entry.promises.map(say),
  scopes: entry.scopes.map((scope) => ({ ...scope, why: say(scope.why) })),
  streams: entry.streams.map((stream) => streamIn(stream, say)),
  credential_fields: entry.credential_fields.map((field) => fieldIn(field, say)),
  connect_fields: entry.connect_fields.map((field) => fieldIn(field, say)),
});

const fieldIn = (field: Field, say: Say): Field => ({
  ...field,
  label: say(field.label),
  help: say(field.help),
  where_to_find: field.where_to_find.map(say),
});

/** Looks a text up; one with `$1` in it fits whatever stands there. */
function speaker(texts: Texts): Say {
  const patterns = Object.entries(texts)
    .filter(([text]) => text.includes('$'))
    .map(([text, said]) => ({ fits: fitting(text), said }));
  return (text) => {
    if (text === null) return text;
    const said = Object.hasOwn(texts, text) ? texts[text] : undefined;
    const pattern = said === undefined && patterns.find(({ fits }) => fits.test(text));
    return (pattern ? text.replace(pattern.fits, pattern.said) : (said ?? text)) as typeof text;
  };
}

const fitting = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.]/g, '\\.').replace(/\$\d/g, '(.+)')}$`);
