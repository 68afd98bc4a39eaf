import { call, type CallOptions, type Output } from '@/lib/client/call';
import { languageOfPage, type Language } from '@/lib/client/languages';
import { speaker, type Say, type Texts } from '@/lib/client/said-texts';

type Catalog = Output<'getCatalog'>;
type Entities = Output<'listEntities'>;
type ProviderApps = Output<'listProviderApps'>;
type Entry = Catalog['connectors'][number];
type Field = Entry['credential_fields'][number];
const TEXTS: Partial<Record<Language, () => Promise<{ default: Texts }>>> = {
  de: () => import('@/lib/client/catalog-texts/de.json'),
};

/** How a language says a text of the catalog. Undefined: the catalog is in it. */
async function sayIn(language: Language): Promise<Say | undefined> {
  const texts = await TEXTS[language]?.();
  return texts && speaker(texts.default);
}

/**
 * The catalog as REST answers it, its texts in a language. What that language has no text for, as
 * of a connector somebody added, stays English.
 */
export async function catalogIn(language: Language, catalog: Catalog): Promise<Catalog> {
  const say = await sayIn(language);
  if (!say) return catalog;
  return { ...catalog, connectors: catalog.connectors.map((entry) => entryIn(entry, say)) };
}

/** The catalog in the language of the page; for the browser. Throws ProblemError. */
export const readCatalog = async (options: CallOptions): Promise<Catalog> =>
  catalogIn(languageOfPage(), await call('getCatalog', {}, options));

/** What a connection reads, in the language of the page; for the browser. Throws ProblemError. */
export async function readStreams(
  id: string,
  options: CallOptions,
): Promise<Output<'listStreams'>> {
  const answer = await call('listStreams', { id }, options);
  const say = await sayIn(languageOfPage());
  if (!say) return answer;
  return { ...answer, streams: answer.streams.map((stream) => streamIn(stream, say)) };
}

/** What there is of each stream, in a language. */
export async function entitiesIn(language: Language, answer: Entities): Promise<Entities> {
  const say = await sayIn(language);
  if (!say) return answer;
  return { ...answer, streams: answer.streams.map((s) => ({ ...s, label: say(s.label) })) };
}

/** The same, in the language of the page; for the browser. Throws ProblemError. */
export const readEntities = async (id: string, options: CallOptions): Promise<Entities> =>
  entitiesIn(languageOfPage(), await call('listEntities', { id }, options));

/** The provider apps of the installation, what their permissions are for in a language. */
export async function providerAppsIn(
  language: Language,
  answer: ProviderApps,
): Promise<ProviderApps> {
  const say = await sayIn(language);
  if (!say) return answer;
  return {
    provider_apps: answer.provider_apps.map((app) => ({
      ...app,
      scopes: app.scopes.map((scope) => ({ ...scope, why: say(scope.why) })),
    })),
  };
}

/** The same, in the language of the page; for the browser. Throws ProblemError. */
export const readProviderApps = async (options: CallOptions): Promise<ProviderApps> =>
  providerAppsIn(languageOfPage(), await call('listProviderApps', {}, options));

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
