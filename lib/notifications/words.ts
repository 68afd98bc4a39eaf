import type { IncidentKind, Step } from '@/lib/contract/notifications';

/** What is told of: a step of the trouble of a connection. */
export interface Told {
  kind: IncidentKind;
  step: Step;
  connection_name: string;
  /** The provider's name. */
  app: string;
}

/** One line of what is sent. */
export interface Line {
  title: string;
  detail: string;
  href: string;
}

const BEGAN: Record<IncidentKind, (app: string) => { title: string; detail: string }> = {
  needs_reauth: (app) => ({
    title: 'has to be reconnected',
    detail: `${app} no longer accepts the authorization. Nothing new comes in until somebody reconnects it.`,
  }),
  failing: (app) => ({
    title: 'is failing',
    detail: `The last sync from ${app} failed. It is tried again by itself; look at it if it lasts.`,
  }),
  deletions_held: (app) => ({
    title: 'has deletions waiting',
    detail: `So many records are gone at ${app} that it looks like a mistake. They stay here until somebody says yes.`,
  }),
};

const SINCE: Partial<Record<Step, string>> = { day_3: 'three days', day_7: 'a week' };

/** The same words in the inbox, in an e-mail and in a chat. */
export function inWords({ kind, step, connection_name, app }: Told): {
  title: string;
  detail: string;
} {
  if (step === 'recovered')
    return {
      title: `${connection_name} works again`,
      detail: `It syncs from ${app} again. There is nothing to do.`,
    };
  const began = BEGAN[kind](app);
  const since = SINCE[step];
  return {
    title: `${connection_name} ${since ? 'still ' : ''}${began.title}`,
    detail: since ? `For ${since} now: ${began.detail}` : began.detail,
  };
}

/** Where it is set right: for a grant with the reconnect dialog open. */
export const hrefOf = (
  slug: string,
  connection_id: string,
  { kind, step }: Pick<Told, 'kind' | 'step'>,
): string =>
  `/${slug}/connections/${connection_id}` +
  (kind === 'needs_reauth' && step !== 'recovered' ? '?do=reconnect' : '');
