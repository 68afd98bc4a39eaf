import type { Words } from '@/lib/notifications/said';

const began = (is: string, detail: string) => ({ is, still: `still ${is}`, detail });

export const english: Words = {
  began: {
    needs_reauth: (app) =>
      began(
        'has to be reconnected',
        `${app} no longer accepts the authorization. Nothing new comes in until somebody reconnects it.`,
      ),
    grant_ending: (app) =>
      began(
        'has an authorization that ends within a week',
        `${app} lets it last only so long. Reconnect before it ends, and nothing stops.`,
      ),
    failing: (app) =>
      began(
        'is failing',
        `The last sync from ${app} failed. It is tried again by itself; look at it if it lasts.`,
      ),
    auto_paused: (app) =>
      began(
        'is paused, because its syncs kept failing',
        `Its syncs from ${app} failed again and again, and nothing came in for a week. ` +
          'Look at why, then resume it.',
      ),
    deletions_held: (app) =>
      began(
        'has deletions waiting',
        `So many records are gone at ${app} that it looks like a mistake. They stay here until somebody says yes.`,
      ),
  },
  since: {
    day_3: (detail) => `For three days now: ${detail}`,
    day_7: (detail) => `For a week now: ${detail}`,
  },
  recovered: (name, app) => ({
    title: `${name} works again`,
    detail: `It syncs from ${app} again. There is nothing to do.`,
  }),
  available: (app) => ({
    title: `${app} can be connected now`,
    detail: 'You asked to be told. You are told of this once.',
  }),
  requested: (workspace, app, listed) => ({
    title: `${workspace} asks for ${app}`,
    detail: listed
      ? 'It is in the catalog and cannot be connected yet. See who waits, and what would have to be set up.'
      : 'The catalog does not have it. See who asks, and what they would use it for.',
  }),
  subject: (notes, workspace) => `${notes} notes about connections of ${workspace}`,
  because: (workspace) => `You hear of this because of your part in ${workspace}.`,
  choose: (href) => `Choose what you hear of: ${href}`,
};
