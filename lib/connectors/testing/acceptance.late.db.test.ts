import { expect, it } from 'vitest';
import { canonical, LATER } from '@/lib/connectors/kit';
import type { Connector, Stream } from '@/lib/connectors/kit';
import grain from '@/lib/connectors/providers/grain';
import { useBench } from '@/lib/connectors/testing/acceptance/bench';
import { arrivesLate } from '@/lib/connectors/testing/acceptance/late';
import { fullRead } from '@/lib/connectors/testing/acceptance/reading';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { withWalks } from '@/lib/connectors/testing/acceptance/small-pages';
import { withStreams } from '@/lib/connectors/testing/change';

// Canaries: what arrives late, and canonical forms.

const PATIENT_MS = 180_000;
const fresh = useBench();
const ROW: Acceptance = {
  connector: grain,
  account: 'globex',
  named: { id: '', label: '' },
  wrong: { credential: '', told: /./ },
  credentials: (api_key) => ({ api_key, account: 'Globex' }),
  small_pages: {},
  forbidden: { stream: '', path: '', body: {} },
  answers: [],
  late: { of: 'recordings', streams: ['transcripts'], after_ms: 16 * 60_000 },
  streams: {
    recordings: { fields: ['title'], canonical: ['title', 'duration_seconds'] },
    transcripts: { fields: ['title'] },
    users: { fields: ['name'] },
    teams: { fields: ['name'] },
    meeting_types: { fields: ['name'] },
  },
};

const only = (names: readonly string[], change: (stream: Stream) => Stream): Connector =>
  withStreams(grain, (stream) => (names.includes(stream.name) ? change(stream) : stream));

it(
  'a connector that does not come back for what is not ready is reported',
  async () => {
    const YEAR_MS = 365 * 86_400_000;
    const late = (since: string) => new Date(Date.parse(since) + YEAR_MS).toISOString();
    const connector = only(['transcripts'], (stream) =>
      withWalks(stream, (walk) => ({
        ...walk,
        again: async () => LATER,
        read: (from, world) =>
          walk.read(from, { ...world, since: world.since && late(world.since) }),
      })),
    );
    const bench = await fresh(ROW);
    expect((await arrivesLate({ ...bench, connector })).join('\n')).toMatch(
      /transcripts: 0 of 2 arrived/,
    );
  },
  PATIENT_MS,
);

it(
  'a canonical form in another unit, with another time or without what the row asks for is reported',
  async () => {
    const calls = (started_at: string | null, duration_seconds: number | null) =>
      only(['recordings'], (stream) => ({
        ...stream,
        canonical: canonical('calls', 1, () => ({
          title: 'A call',
          started_at,
          duration_seconds,
          participants: [],
        })),
      }));
    const bench = await fresh(ROW);
    const told = async (connector: Connector) =>
      (await fullRead({ ...bench, connector })).join('\n');
    expect(await told(calls(null, 1_800_000))).toMatch(/1800000 seconds are no duration/);
    expect(await told(calls(null, 2))).toMatch(/is the duration in seconds/);
    expect(await told(calls('2026-11-01 10:00:00', 60))).toMatch(/is no canonical time/);
    expect(await told(calls(null, null))).toMatch(/no canonical form has duration_seconds/);
    expect(await told(calls('2026-11-01T10:00:00Z', 60))).toBe('');
  },
  PATIENT_MS,
);
