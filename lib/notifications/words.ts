import { connectorNamed, findConnector } from '@/lib/catalog/service';
import type { Language } from '@/lib/contract/account';
import type { IncidentKind, WishNewsKind } from '@/lib/contract/notifications';
import type { Said, Words } from '@/lib/notifications/said';
import type { Subject } from '@/lib/notifications/subject';
import { german } from '@/lib/notifications/words-de';
import { english } from '@/lib/notifications/words-en';

/** One line of what is told, and the path of the console where something can be done. */
export interface Line extends Said {
  href: string;
}

const WORDS: Record<Language, Words> = { en: english, de: german };

/** The words of a language; English unless one was chosen. */
export const wordsIn = (language: Language | null): Words => WORDS[language ?? 'en'];

/**
 * The same words and way in the inbox, in an e-mail and, in English, in a chat of the workspace with
 * that slug.
 */
export function lineOf(slug: string, subject: Subject, language: Language | null): Line {
  const { kind } = subject;
  const words = wordsIn(language);
  return kind === 'app_requested' || kind === 'app_available'
    ? ofWish(slug, { ...subject, kind }, words)
    : ofTrouble(slug, { ...subject, kind }, words);
}

function ofTrouble(slug: string, subject: Subject & { kind: IncidentKind }, words: Words): Line {
  const { kind, step, connection_id, connection_name, connector_type: type } = subject;
  const name = connection_name!;
  const app = findConnector(type!)?.name ?? type!;
  const page = `/${slug}/connections/${connection_id}`;
  if (step === 'recovered') return { ...words.recovered(name, app), href: page };
  const { is, still, detail } = words.began[kind](app);
  // For a grant with the dialog open that repairs or renews it.
  const href = ASKS[kind] ? `${page}?do=${ASKS[kind]}` : page;
  return step === 'opened'
    ? { title: `${name} ${is}`, detail, href }
    : { title: `${name} ${still}`, detail: words.since[step](detail), href };
}

const ASKS: Partial<Record<IncidentKind, string>> = {
  needs_reauth: 'reconnect',
  grant_ending: 'renew',
};

function ofWish(slug: string, subject: Subject & { kind: WishNewsKind }, words: Words): Line {
  const { kind, wanted, is_type, asked_in } = subject;
  const connector = connectorNamed(wanted!);
  const name = connector?.name ?? subject.app_name!;
  if (kind === 'app_available')
    return {
      ...words.available(name),
      href: `/${slug}/connections?connect=${connector?.type ?? ''}`,
    };
  return {
    ...words.requested(asked_in!, name, is_type === true),
    href: `/${slug}/admin/connector-wishes`,
  };
}
