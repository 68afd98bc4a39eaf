import { from, iso, ownerOf, someCompany } from '@/lib/sandbox/data/hubspot-kind';
import type { Kind, Properties, Sizes } from '@/lib/sandbox/data/hubspot-kind';
import { capital, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { Dice } from '@/lib/sandbox/kit/dice';

const engagement = (d: Dice, item: Item, sizes: Sizes): Properties => ({
  hs_timestamp: iso(item.created),
  hubspot_owner_id: ownerOf(d, sizes),
});

export const ACTIVITIES = {
  calls: {
    id: from(5_100_000),
    type_id: '0-48',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    singular: 'call',
    numbers: ['hs_call_duration'],
    times: ['hs_createdate', 'hs_timestamp'],
    fill: (d: Dice, item: Item, account: string, sizes: Sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_call_title: `Call with ${person(d).name}`,
      hs_call_body: `<p>Spoke about the ${d.pick(TOPICS)} for ${someCompany(d, account, sizes).name}.</p>`,
      hs_call_duration: String(d.int(20, 3_400) * 1000),
      hs_call_direction: d.pick(['INBOUND', 'OUTBOUND']),
      hs_call_status: d.pick(['COMPLETED', 'COMPLETED', 'COMPLETED', 'NO_ANSWER', 'BUSY']),
      hs_call_disposition: d.pick([
        'f240bbac-87c9-4f6e-bf70-924b57d47db7',
        '73a0d17f-1163-4015-bdd5-ec830791da20',
      ]),
      hs_call_recording_url: null,
      hs_call_from_number: `+1 512 ${d.digits(7)}`,
      hs_call_to_number: `+44 20 ${d.digits(8)}`,
    }),
  },
  meetings: {
    id: from(5_200_000),
    type_id: '0-47',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    singular: 'meeting',
    numbers: [],
    times: ['hs_createdate', 'hs_timestamp', 'hs_meeting_start_time', 'hs_meeting_end_time'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
      const from = item.created + d.int(1, 14) * 86_400_000;
      return {
        ...engagement(d, item, sizes),
        hs_createdate: iso(item.created),
        hs_meeting_title: `${capital(d.pick(TOPICS))}: ${someCompany(d, account, sizes).name}`,
        hs_meeting_body: `<p>Agenda: ${d.pick(TOPICS)}, ${d.pick(TOPICS)}.</p>`,
        hs_meeting_start_time: iso(from),
        hs_meeting_end_time: iso(from + d.pick([30, 45, 60]) * 60_000),
        hs_meeting_outcome: d.pick([
          'SCHEDULED',
          'COMPLETED',
          'COMPLETED',
          'RESCHEDULED',
          'NO_SHOW',
          'CANCELED',
        ]),
        hs_meeting_location: d.pick(['Video call', 'Their office', 'Our office']),
      };
    },
  },
  notes: {
    id: from(5_300_000),
    type_id: '0-46',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    singular: 'note',
    numbers: [],
    times: ['hs_createdate', 'hs_timestamp'],
    fill: (d: Dice, item: Item, account: string, sizes: Sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_note_body:
        `<p>${person(d).name} of ${someCompany(d, account, sizes).name} asked about ` +
        `the ${d.pick(TOPICS)}. Next: ${d.pick(TOPICS)}.</p>`,
    }),
  },
  tasks: {
    id: from(5_400_000),
    type_id: '0-27',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'crm.objects.contacts.read',
    singular: 'task',
    numbers: [],
    times: ['hs_createdate', 'hs_timestamp'],
    fill: (d: Dice, item: Item, account: string, sizes: Sizes) => ({
      ...engagement(d, item, sizes),
      hs_createdate: iso(item.created),
      hs_task_subject: `Follow up on the ${d.pick(TOPICS)} with ${someCompany(d, account, sizes).name}`,
      hs_task_body: null,
      hs_task_status: d.pick(['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'COMPLETED', 'WAITING']),
      hs_task_priority: d.pick(['NONE', 'LOW', 'MEDIUM', 'HIGH']),
      hs_task_type: d.pick(['TODO', 'CALL', 'EMAIL']),
    }),
  },
  emails: {
    id: from(5_500_000),
    type_id: '0-49',
    modified: 'hs_lastmodifieddate',
    usual: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    scope: 'sales-email-read',
    singular: 'email',
    numbers: [],
    times: ['hs_createdate', 'hs_timestamp'],
    fill(d: Dice, item: Item, account: string, sizes: Sizes) {
      const who = person(d);
      const firm = someCompany(d, account, sizes);
      return {
        ...engagement(d, item, sizes),
        hs_createdate: iso(item.created),
        hs_email_subject: `${capital(d.pick(TOPICS))} for ${firm.name}`,
        hs_email_text:
          'Hello,\n\nthank you for the call. Here is what we said about ' +
          `the ${d.pick(TOPICS)}.\n\n${who.name}`,
        hs_email_direction: d.pick(['EMAIL', 'INCOMING_EMAIL']),
        hs_email_status: 'SENT',
        hs_email_from_email: `${who.mailbox}@${firm.domain}`,
        hs_email_to_email: `sales@${account}.example`,
      };
    },
  },
} satisfies Partial<Record<keyof Sizes, Kind>>;
