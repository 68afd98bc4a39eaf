import type { Language } from '@/lib/contract/account';
import type { IncidentKind, Step } from '@/lib/contract/notifications';
import type { Said, Words } from '@/lib/notifications/said';
import { english } from '@/lib/notifications/words-en';
import { german } from '@/lib/notifications/words-de';

/** What is told of: a step of the trouble of a connection. */
export interface Told {
  kind: IncidentKind;
  step: Step;
  connection_name: string;
  /** The provider's name. */
  app: string;
}

/** One line of what is sent. */
export interface Line extends Said {
  href: string;
}

const WORDS: Record<Language, Words> = { en: english, de: german };

/** The words of a language; English unless one was chosen. */
export const wordsIn = (language: Language | null): Words => WORDS[language ?? 'en'];

/** The same words in the inbox, in an e-mail and, in English, in a chat. */
export function inWords({ kind, step, connection_name, app }: Told, language: Language): Said {
  const words = WORDS[language];
  if (step === 'recovered') return words.recovered(connection_name, app);
  const { is, still, detail } = words.began[kind](app);
  if (step === 'opened') return { title: `${connection_name} ${is}`, detail };
  return { title: `${connection_name} ${still}`, detail: words.since[step](detail) };
}

/** Where it is set right: for a grant with the dialog open that repairs or renews it. */
export const hrefOf = (
  slug: string,
  connection_id: string,
  { kind, step }: Pick<Told, 'kind' | 'step'>,
): string =>
  `/${slug}/connections/${connection_id}` +
  (ASKS[kind] && step !== 'recovered' ? `?do=${ASKS[kind]}` : '');

const ASKS: Partial<Record<IncidentKind, string>> = {
  needs_reauth: 'reconnect',
  grant_ending: 'renew',
};
