import { connectorNamed, findConnector } from '@/lib/catalog/service';
import type { IncidentKind, Step, WishNewsKind } from '@/lib/contract/notifications';
import type { Subject } from '@/lib/notifications/subject';

/** One line of what is told, and the path of the console where something can be done. */
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

/** The same words and way in the inbox, in an e-mail and in a chat of the workspace with that slug. */
export function lineOf(slug: string, subject: Subject): Line {
  const { kind } = subject;
  return kind === 'app_requested' || kind === 'app_available'
    ? ofWish(slug, { ...subject, kind })
    : ofTrouble(slug, { ...subject, kind });
}

function ofTrouble(slug: string, subject: Subject & { kind: IncidentKind }): Line {
  const { kind, step, connection_id, connection_name: name, connector_type: type } = subject;
  const app = findConnector(type!)?.name ?? type!;
  const page = `/${slug}/connections/${connection_id}`;
  if (step === 'recovered')
    return {
      title: `${name} works again`,
      detail: `It syncs from ${app} again. There is nothing to do.`,
      href: page,
    };
  const began = BEGAN[kind](app);
  const since = SINCE[step];
  return {
    title: `${name} ${since ? 'still ' : ''}${began.title}`,
    detail: since ? `For ${since} now: ${began.detail}` : began.detail,
    // For a grant with the dialog open that repairs or renews it.
    href: ASKS[kind] ? `${page}?do=${ASKS[kind]}` : page,
  };
}

const ASKS: Partial<Record<IncidentKind, string>> = {
  needs_reauth: 'reconnect',
  grant_ending: 'renew',
};

function ofWish(slug: string, subject: Subject & { kind: WishNewsKind }): Line {
  const { kind, wanted, is_type, asked_in } = subject;
  const connector = connectorNamed(wanted!);
  const name = connector?.name ?? subject.app_name!;
  if (kind === 'app_available')
    return {
      title: `${name} can be connected now`,
      detail: 'You asked to be told. You are told of this once.',
      href: `/${slug}/connections?connect=${connector?.type ?? ''}`,
    };
  return {
    title: `${asked_in} asks for ${name}`,
    detail: is_type
      ? 'It is in the catalog and cannot be connected yet. See who waits, and what would have to be set up.'
      : 'The catalog does not have it. See who asks, and what they would use it for.',
    href: `/${slug}/admin/connector-wishes`,
  };
}
