import { expect, it } from 'vitest';
import catalog from '@/lib/client/catalog-texts/de.json';
import german from '@/lib/client/server-texts/de.json';
import { checksIn } from '@/lib/client/server-words';
import { speaker } from '@/lib/client/said-texts';
import { sentencesOf } from '@/scripts/guards/sentences';
import { readSource } from '@/scripts/guards/sources';

const SOURCES = [
  ...['board', 'database-checks', 'external-checks', 'limits', 'providers', 'service', 'work'].map(
    (name) => `lib/operations/${name}.ts`,
  ),
  'lib/oauth/probe.ts',
  'engines/temporal/src/look.ts',
];
/** Names are not translated, and neither are codes. */
const NAMES = /^(Inlet|Node|PostgreSQL|SDK|T|Budget .*|Worker .*)$/;

const report = (finding: string, more: object = {}) => ({
  checked_at: '2026-11-30T00:00:00.000Z',
  level: 'ok' as const,
  checks: [
    { id: 'x', title: 'Queue', level: 'ok' as const, finding, fix: null, facts: [], ...more },
  ],
});
const inGerman = async (finding: string) =>
  (await checksIn('de', report(finding))).checks[0]!.finding;

it('every text of the checks is there in German', () => {
  const sentences = SOURCES.flatMap((file) => sentencesOf(readSource(file)));
  expect(sentences.length).toBeGreaterThan(120);
  const texts: Record<string, string> = { ...catalog, ...german };
  const say = speaker(texts);
  const missing = sentences.filter(
    (one) => !NAMES.test(one) && !Object.hasOwn(texts, one) && say(one) === one,
  );
  expect(missing).toEqual([]);
});

it('the guard sees a text in each of its forms', () => {
  const text =
    "const AWAY = 'It is away.';\n" +
    "f(c ? ok(`${plural(n, 'Cat sits', 'Cats sit')} ${where}.`) : fail(AWAY, x ?? 'Look ' + y));";
  expect(sentencesOf({ file: 'a.ts', text })).toEqual([
    '1 Cat sits seven.',
    '7 Cats sit seven.',
    'It is away.',
    'Look seven',
  ]);
});

it.each([
  [
    '2 processes sync, 15 syncs at a time.',
    '2 Prozesse synchronisieren, 15 Synchronisierungen zugleich.',
  ],
  [
    'Connections have been due for 3 days and were not queued.',
    'Verbindungen sind seit 3 d fällig und wurden nicht eingereiht.',
  ],
  ['5 connections in 1 workspace.', '5 Verbindungen in 1 Arbeitsbereich.'],
  [
    'Set HUBSPOT_CLIENT_ID to connect HubSpot.',
    'Setzen Sie HUBSPOT_CLIENT_ID, um HubSpot zu verbinden.',
  ],
])('%s', async (english, said) => {
  expect(await inGerman(english)).toBe(said);
});

it('facts are said with their numbers, and English stays as it is', async () => {
  const facts = [
    { label: 'Records', value: '12,431' },
    { label: 'Free', value: '12.0 GB of 50.1 GB' },
    { label: 'HubSpot', value: '3 connections, 1 of 2 failed within the hour' },
  ];
  const { checks } = await checksIn('de', report('Nothing waits.', { facts }));
  expect(checks[0]).toMatchObject({ title: 'Warteschlange', finding: 'Nichts wartet.' });
  expect(checks[0]!.facts).toEqual([
    { label: 'Datensätze', value: '12.431' },
    { label: 'Frei', value: '12.0 GB von 50.1 GB' },
    { label: 'HubSpot', value: '3 Verbindungen, 1 von 2 in der letzten Stunde gescheitert' },
  ]);
  const { checks: english } = await checksIn('en', report('Nothing waits.', { facts }));
  expect(english[0]).toMatchObject({ finding: 'Nothing waits.', facts, in_english: false });
});

it('what a provider said stays as it was said, and is marked', async () => {
  const said = 'HubSpot refused: the owner of the app, one of many, is not known in this region.';
  const { checks } = await checksIn('de', report(said));
  expect(checks[0]).toMatchObject({ finding: said, in_english: true });
});
