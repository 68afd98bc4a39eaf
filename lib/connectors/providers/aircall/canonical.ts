import { canonical, fullName, isoFromSeconds, numberAt, text, textsAt } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const CALLS = canonical('calls', 1, {
  title: (call) => text(call, 'number.name') ?? text(call, 'raw_digits'),
  started_at: (call) => isoFromSeconds(call, 'started_at'),
  // With the time it rang.
  duration_seconds: (call) => numberAt(call, 'duration'),
  participants: participantsOf,
});

export const CONTACTS = canonical('people', 1, {
  name: (contact) => fullName(contact, 'first_name', 'last_name'),
  emails: (contact) => textsAt(contact, 'emails', 'value'),
  company: 'company_name',
});

/** Who was called or called, by name and number, and who of the company spoke; each once. */
function participantsOf(call: Json): string[] {
  const contact = fullName(call, 'contact.first_name', 'contact.last_name');
  const all = [contact, text(call, 'raw_digits'), text(call, 'user.name')];
  return [...new Set(all.filter((one) => one !== null))];
}
