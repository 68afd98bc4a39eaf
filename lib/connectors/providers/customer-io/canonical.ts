import { canonical, fullName, isoFromSeconds, text } from '@/lib/connectors/kit';

export const PEOPLE = canonical('people', 1, {
  name: (person) =>
    text(person, 'attributes.name') ??
    fullName(person, 'attributes.first_name', 'attributes.last_name'),
  emails: ['attributes.email'],
  company: 'attributes.company',
});

export const DELIVERIES = canonical('messages', 1, {
  from: null,
  to: ['recipient'],
  subject: 'subject',
  text: null,
  sent_at: (message) =>
    isoFromSeconds(message, 'metrics.sent') ?? isoFromSeconds(message, 'created'),
});

export const ACTIVITIES = canonical('activities', 1, {
  title: (activity) => text(activity, 'name') ?? text(activity, 'type'),
  kind: 'type',
  at: (activity) => isoFromSeconds(activity, 'timestamp'),
});
