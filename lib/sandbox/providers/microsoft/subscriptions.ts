import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { permit } from '@/lib/sandbox/kit/oauth';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { instant, required, text } from '@/lib/sandbox/kit/params';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

const { post, patch, remove } = endpointsFor<Who>();
const EXPIRES = { expirationDateTime: required(instant()) };

/** What of one kind of resource can be subscribed to. */
interface Subscribable {
  provider: string;
  resource: RegExp;
  changes: RegExp;
  scope: string;
  longest_minutes: number;
}

/** Subscriptions of Microsoft Graph (2026-08). */
export const subscriptionEndpoints = (of: Subscribable) => [
  post('/v1.0/subscriptions', {
    body: {
      changeType: required(text(of.changes)),
      notificationUrl: required(text()),
      lifecycleNotificationUrl: text(),
      resource: required(text(of.resource)),
      clientState: text(/^.{1,128}$/),
      ...EXPIRES,
    },
    answer: ({ who, world, body }) => {
      permit(who, of.scope);
      const ends = bounded(body.expirationDateTime, world.now(), of);
      const hook = world.hooks().add({
        provider: of.provider,
        account: who.account,
        url: body.notificationUrl,
        secret: body.clientState ?? '',
        ends,
      });
      if (!hook) return refuseParameter('notificationUrl', body.notificationUrl, 'is not reached');
      return json(201, { id: hook.id, expirationDateTime: new Date(ends).toISOString() });
    },
  }),
  patch('/v1.0/subscriptions/{id}', {
    body: EXPIRES,
    answer: ({ world, path, body }) => {
      const id = String(path.id);
      const ends = bounded(body.expirationDateTime, world.now(), of);
      if (!world.hooks().extend(id, ends)) throw unknown();
      return json(200, { id, expirationDateTime: new Date(ends).toISOString() });
    },
  }),
  remove('/v1.0/subscriptions/{id}', {
    answer: ({ world, path }) => {
      if (!world.hooks().remove(String(path.id))) throw unknown();
      return { status: 204, headers: {}, body: '' };
    },
  }),
];

function bounded(at: number, now: number, { longest_minutes }: Subscribable): number {
  if (at <= now || at > now + longest_minutes * 60_000)
    refuseParameter('expirationDateTime', String(at), 'is out of range');
  return at;
}

const unknown = (): Refused =>
  new Refused({ status: 404, why: 'not_found', message: 'The object was not found.' });
