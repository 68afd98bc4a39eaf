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
  grant_ending: (app) => ({
    title: 'has an authorization that ends within a week',
    detail: `${app} lets it last only so long. Reconnect before it ends, and nothing stops.`,
  }),
  failing: (app) => ({
    title: 'is failing',
    detail: `The last sync from ${app} failed. It is tried again by itself; look at it if it lasts.`,
  }),
  auto_paused: (app) => ({
    title: 'is paused, because its syncs kept failing',
    detail:
      `Its syncs from ${app} failed again and again, and nothing came in for a week. ` +
      'Look at why, then resume it.',
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
