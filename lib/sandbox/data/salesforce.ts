import { CITIES, company, person, TITLES, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const ORGS: readonly { name: string; note: string; id: string }[] = [
  { name: 'acme', note: 'A lively organization: 2,400 contacts', id: '00D000000000001AAA' },
  { name: 'globex', note: 'A small organization', id: '00D000000000002AAA' },
];

type Values = Record<string, string | number | boolean | null>;

interface Kind {
  /** Name of the object in queries. */
  object: string;
  /** The three letters its ids begin with. */
  prefix: string;
  acme: number;
  globex: number;
  /** Types of its own fields; those all objects have are added. */
  fields: Readonly<Record<string, string>>;
  fill: (d: Dice, item: Item) => Values;
}

const iso = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const idOf = (prefix: string, n: number): string => `${prefix}${String(n).padStart(12, '0')}AAA`;
const TEXT = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'string']));

function human(d: Dice): Values {
  const { first, last, name, mailbox } = person(d);
  const Email = `${mailbox}@${company(d).domain}`;
  return { FirstName: first, LastName: last, Name: name, Email, Title: d.pick(TITLES) };
}

/** By the names of the streams. */
export const KINDS: Readonly<Record<string, Kind>> = {
  accounts: {
    object: 'Account',
    prefix: '001',
    acme: 600,
    globex: 52,
    fields: {
      ...TEXT('Name Website Industry Type BillingCity Region__c'),
      // Stands for its parts; exports refuse it.
      BillingAddress: 'address',
      NumberOfEmployees: 'int',
      AnnualRevenue: 'currency',
    },
    fill: (d) => {
      const { name, domain } = company(d);
      const [BillingCity, Region__c] = d.pick(CITIES);
      return {
        Name: name,
        Website: d.chance(0.5) ? `https://www.${domain}` : domain,
        Industry: d.pick(['Energy', 'Retail', 'Banking']),
        Type: 'Customer, "direct"',
        BillingCity,
        Region__c,
        BillingAddress: null,
        NumberOfEmployees: d.int(5, 3_000),
        AnnualRevenue: d.chance(0.7) ? d.int(1, 900) * 10_000.5 : null,
      };
    },
  },
  contacts: {
    object: 'Contact',
    prefix: '003',
    acme: 2_400,
    globex: 61,
    fields: TEXT('FirstName LastName Name Email Title Phone AccountId'),
    fill: (d) => ({
      ...human(d),
      Phone: d.chance(0.6) ? `+1 ${d.digits(3)} ${d.digits(7)}` : null,
      AccountId: idOf('001', d.int(0, 40)),
    }),
  },
  leads: {
    object: 'Lead',
    prefix: '00Q',
    acme: 400,
    globex: 43,
    fields: {
      ...TEXT('FirstName LastName Name Email Title Company Status'),
      IsConverted: 'boolean',
    },
    fill: (d) => ({
      ...human(d),
      Company: company(d).name,
      Status: d.pick(['Open', 'Working', 'Closed']),
      IsConverted: d.chance(0.2),
    }),
  },
  opportunities: {
    object: 'Opportunity',
    prefix: '006',
    acme: 500,
    globex: 44,
    fields: {
      ...TEXT('Name StageName AccountId CurrencyIsoCode'),
      Amount: 'currency',
      Probability: 'percent',
      IsWon: 'boolean',
      CloseDate: 'date',
    },
    fill: (d, item) => ({
      Name: `${company(d).name} ${d.pick(TOPICS)}`,
      StageName: d.pick(['Prospecting', 'Proposal', 'Closed Won']),
      AccountId: idOf('001', d.int(0, 40)),
      CurrencyIsoCode: 'USD',
      Amount: d.int(1, 400) * 250,
      Probability: d.int(0, 10) * 10,
      IsWon: d.chance(0.3),
      CloseDate: day(item.created + 90 * 86_400_000),
    }),
  },
  tasks: {
    object: 'Task',
    prefix: '00T',
    acme: 700,
    globex: 45,
    fields: { ...TEXT('Subject Status TaskSubtype WhoId Description'), ActivityDate: 'date' },
    fill: (d, item) => ({
      Subject: `About ${d.pick(TOPICS)}`,
      Status: d.pick(['Not Started', 'Completed']),
      TaskSubtype: d.pick(['Task', 'Call', 'Email']),
      WhoId: idOf('003', d.int(0, 50)),
      Description: `First line\nsecond, "quoted"`,
      ActivityDate: day(item.created),
    }),
  },
  events: {
    object: 'Event',
    prefix: '00U',
    acme: 300,
    globex: 42,
    fields: { ...TEXT('Subject WhoId'), StartDateTime: 'datetime', EndDateTime: 'datetime' },
    fill: (d, item) => ({
      Subject: `Meeting about ${d.pick(TOPICS)}`,
      WhoId: idOf('003', d.int(0, 50)),
      StartDateTime: iso(item.created),
      EndDateTime: iso(item.created + 1_800_000),
    }),
  },
  cases: {
    object: 'Case',
    prefix: '500',
    acme: 350,
    globex: 46,
    fields: TEXT('CaseNumber Subject Status Priority ContactId'),
    fill: (d, item) => ({
      CaseNumber: String(item.n + 1_000).padStart(8, '0'),
      Subject: `Question about ${d.pick(TOPICS)}`,
      Status: d.pick(['New', 'Working', 'Closed']),
      Priority: d.pick(['Low', 'Medium', 'High']),
      ContactId: idOf('003', d.int(0, 50)),
    }),
  },
  custom_objects: {
    object: 'Project__c',
    prefix: 'a00',
    acme: 90,
    globex: 47,
    fields: { ...TEXT('Name Account__c'), Budget__c: 'currency' },
    fill: (d) => ({
      Name: `Project ${d.digits(4)}`,
      Account__c: idOf('001', d.int(0, 40)),
      Budget__c: d.int(1, 90) * 1_000,
    }),
  },
  users: {
    object: 'User',
    prefix: '005',
    acme: 48,
    globex: 41,
    fields: { ...TEXT('FirstName LastName Name Email Title'), IsActive: 'boolean' },
    fill: (d) => ({ ...human(d), IsActive: d.chance(0.9) }),
  },
};

export const recordId = (stream: string, n: number): string => idOf(KINDS[stream]!.prefix, n);

/** All fields of an object with their types; users cannot be deleted, and do not say so. */
export const fieldsOf = (stream: string): Readonly<Record<string, string>> => ({
  Id: 'id',
  ...(stream === 'users' ? {} : { IsDeleted: 'boolean' }),
  ...KINDS[stream]!.fields,
  CreatedDate: 'datetime',
  LastModifiedDate: 'datetime',
  SystemModstamp: 'datetime',
});

/** A record with every field it has. */
export function record(org: string, stream: string, item: Item): Values {
  const filled = KINDS[stream]!.fill(dice(`salesforce:${org}:${stream}:${item.n}`), item);
  const [first] = Object.keys(filled).filter((name) => /^(Name|Subject)$/.test(name));
  const edited = item.rev > 0 && first ? { [first]: `${filled[first]} (${item.rev})` } : {};
  return {
    Id: item.id,
    ...(stream === 'users' ? {} : { IsDeleted: item.deleted !== null }),
    ...filled,
    ...edited,
    CreatedDate: iso(item.created),
    LastModifiedDate: iso(item.updated),
    SystemModstamp: iso(item.updated),
    ...(item.set as Values | null),
  };
}
