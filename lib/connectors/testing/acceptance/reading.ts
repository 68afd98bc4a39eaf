import { at, numberAt, text, type Stream } from '@/lib/connectors/kit';
import {
  Connected,
  difference,
  there,
  troubleOf,
  type Bench,
  type StoredRecord,
} from '@/lib/connectors/testing/acceptance/bench';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';

/** The first run brings exactly what the sandbox has, every stream, with the fields asked for. */
export async function fullRead(bench: Bench): Promise<string[]> {
  const connected = await Connected.with(bench);
  const run = await connected.work();
  const faults = troubleOf(run);
  for (const stream of bench.connector.streams)
    faults.push(...(await faultsOf(bench, connected, stream)).map((f) => `${stream.name}: ${f}`));
  return faults;
}

async function faultsOf(bench: Bench, connected: Connected, stream: Stream): Promise<string[]> {
  const row = bench.row.streams[stream.name];
  if (!row) return ['the pack’s row does not have it'];
  const wanted = there(bench, stream.name);
  if (wanted.length === 0) return [`the account ${bench.row.account} has none of it`];
  const stored = await connected.stored(stream.name);
  const found = difference(
    stored.map((record) => record.id),
    wanted,
  );
  const absent = row.fields.filter((path) => !stored.some((record) => isThere(record.data, path)));
  const bookmark = stream.incremental ? await connected.bookmark(stream.name) : 'none';
  return [
    ...(found === null ? [] : [found]),
    ...(row.fields.length > 0 ? [] : ['no field of it is looked for']),
    ...(absent.length === 0 ? [] : [`no record has ${absent.join(', ')}`]),
    ...(bookmark === null ? ['the pass left no bookmark'] : []),
    ...canonicalFaults(stored, row.canonical ?? []),
  ];
}

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;
/** Longer than this no call is: the unit was mistaken. */
const LONGEST_CALL_SECONDS = 24 * 3_600;

/** What is lacking in the canonical forms, or said in another form than the vocabulary has. */
function canonicalFaults(stored: readonly StoredRecord[], filled: readonly string[]): string[] {
  const forms = stored.map(({ canonical }) => canonical).filter((form) => form !== null);
  const none = filled.filter((path) => !forms.some((form) => isThere(form, path)));
  const times = forms.flatMap((form) =>
    ['at', 'started_at', 'sent_at', 'posted_at', 'close_date'].flatMap((n) => text(form, n) ?? []),
  );
  const odd = times.find((time) => !ISO.test(time));
  const durations = forms.flatMap((form) => numberAt(form, 'duration_seconds') ?? []);
  const long = durations.find((seconds) => seconds < 0 || seconds > LONGEST_CALL_SECONDS);
  const short = durations.length > 0 && durations.every((seconds) => seconds < 10);
  return [
    ...(none.length === 0 ? [] : [`no canonical form has ${none.join(', ')}`]),
    ...(odd === undefined ? [] : [`“${odd}” is no canonical time`]),
    ...(long === undefined ? [] : [`${long} seconds are no duration of a call`]),
    ...(short ? ['no call lasts ten seconds: is the duration in seconds?'] : []),
  ];
}

const isThere = (data: Parameters<typeof at>[0], path: string): boolean =>
  (at(data, path) ?? null) !== null;

/** A run over unchanged data changes nothing, incremental or full. */
export async function secondRun(bench: Bench): Promise<string[]> {
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  const faults: string[] = [];
  for (const full of [false, true]) {
    const run = await connected.sync({ full });
    faults.push(...troubleOf(run));
    const changed = run.records_written + run.records_deleted;
    if (changed > 0)
      faults.push(`a ${run.sync_type} run over unchanged data changed ${changed} records`);
  }
  for (const [stream, ids] of Object.entries(await connected.everything())) {
    const lost = difference(ids, before[stream]!);
    if (lost !== null) faults.push(`${stream}: ${lost}`);
  }
  return faults;
}

/** Where the real provider differs from case to case, each case reads the same. */
export async function modes(bench: Bench): Promise<string[]> {
  const provider = SANDBOX_PROVIDERS.find((one) => one.slug === bench.connector.type);
  const faults: string[] = [];
  for (const [name, values] of Object.entries(provider?.modes ?? {})) {
    const connected = await Connected.synced(bench);
    for (const value of values.slice(1)) {
      bench.control.mode({ provider: bench.connector.type, name, value });
      const said = (fault: string) => `${name} ${value}: ${fault}`;
      const run = await connected.sync();
      faults.push(...troubleOf(run).map(said));
      if (run.records_written + run.records_deleted > 0)
        faults.push(said(`${run.records_written} records look changed`));
      faults.push(...(await fullRead(bench)).map(said));
    }
    bench.control.mode({ provider: bench.connector.type, name, value: values[0] });
  }
  return faults;
}
