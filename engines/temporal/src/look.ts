import { createRequire } from 'node:module';
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { EngineFinding } from '@/lib/jobs/service';
import { env } from '@/lib/platform/env';
import { takesTurns } from './fairness.ts';

const DEADLINE_MS = 3_000;
/** gRPC: there is no such thing. */
const NOT_FOUND = 5;
/** Polls for activities. */
const ACTIVITIES = 2;

const SDK = (
  createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string }
).version;

type Said = Pick<EngineFinding, 'level' | 'finding' | 'fix'> & { facts?: EngineFinding['facts'] };
const ok = (finding: string): Said => ({ level: 'ok', finding, fix: null });
const untold = (finding: string): Said => ({ level: 'not_checked', finding, fix: null });
const warn = (finding: string, fix: string): Said => ({ level: 'warn', finding, fix });
const fail = (finding: string, fix: string): Said => ({ level: 'fail', finding, fix });

/** What the doctor asks of Temporal, answered from here within seconds. Never throws. */
export async function lookAround(
  connected: () => Promise<NativeConnection>,
): Promise<{ reached: boolean; findings: EngineFinding[] }> {
  const { TEMPORAL_ADDRESS: address } = env();
  const findings: EngineFinding[] = [];
  const say = (id: string, title: string, { facts = [], ...said }: Said) =>
    findings.push({ id, title, facts, ...said });
  try {
    const connection = await inTime(connected());
    const ask = asking(connection);
    const { serverVersion } = await ask((service) => service.getSystemInfo({}));
    say('server', 'Temporal server', {
      ...ok(`Temporal ${serverVersion} answers.`),
      facts: [
        ['Address', address],
        ['Server', serverVersion],
        ['SDK', SDK],
      ],
    });
    const { stops, ...there } = await namespace(ask);
    say('namespace', 'Temporal namespace', there);
    if (there.level !== 'ok') return { reached: false, findings };
    say('stops', 'Workers that stop', workersThatStop(stops));
    say('queue', 'Temporal task queue', await pollers(ask));
    say('fairness', 'Turns of workspaces', await fairness(ask, connection));
    return { reached: true, findings };
  } catch (error) {
    const reason = (error as { details?: string }).details || (error as Error).message;
    if (findings.length > 0) return { reached: false, findings };
    say('server', 'Temporal server', {
      ...fail(
        'Temporal does not answer: syncs that wait begin when it is back, those that run go on.',
        'See that the server runs, and TEMPORAL_ADDRESS with its TLS files or API key.',
      ),
      facts: [
        ['Address', address],
        ['Reason', reason],
        ['SDK', SDK],
      ],
    });
    return { reached: false, findings };
  }
}

type Service = NativeConnection['workflowService'];
type Ask = <T>(question: (service: Service) => Promise<T>) => Promise<T>;
const asking =
  (connection: NativeConnection): Ask =>
  (question) =>
    connection.withDeadline(Date.now() + DEADLINE_MS, () => question(connection.workflowService));

/** The namespace; `stops`: its server ends the polls of a worker that stops. */
async function namespace(ask: Ask): Promise<Said & { stops?: boolean }> {
  const { TEMPORAL_NAMESPACE: name } = env();
  try {
    const { namespaceInfo } = await ask((service) =>
      service.describeNamespace({ namespace: name }),
    );
    return {
      ...ok(`The namespace ${name} is there.`),
      facts: [['Namespace', name]],
      stops: namespaceInfo?.capabilities?.workerPollCompleteOnShutdown === true,
    };
  } catch (error) {
    if ((error as { code?: number }).code !== NOT_FOUND) throw error;
    return fail(
      `There is no namespace ${name} at the server.`,
      `Make it with temporal operator namespace create ${name}, or set TEMPORAL_NAMESPACE.`,
    );
  }
}

const workersThatStop = (stops: boolean | undefined): Said =>
  stops
    ? ok('What a worker that stops gives back goes on elsewhere at once.')
    : warn(
        'What a worker that stops gives back may wait ten seconds before it goes on elsewhere.',
        'Set frontend.enableCancelWorkerPollsOnShutdown to true in the server’s dynamic configuration.',
      );

const queue = () => ({
  namespace: env().TEMPORAL_NAMESPACE,
  taskQueue: { name: env().TEMPORAL_TASK_QUEUE },
});

/** Who asks the task queue for syncs, as Temporal sees it. */
async function pollers(ask: Ask): Promise<Said> {
  const { pollers: all } = await ask((service) =>
    service.describeTaskQueue({ ...queue(), taskQueueType: ACTIVITIES }),
  );
  const processes = new Set(all.map(({ identity }) => identity)).size;
  const facts: EngineFinding['facts'] = [
    ['Task queue', env().TEMPORAL_TASK_QUEUE],
    ['Processes', String(processes)],
  ];
  return processes > 0
    ? { ...ok(`Temporal sees ${processes} of our processes at the task queue.`), facts }
    : {
        ...warn(
          'Temporal sees none of our processes at the task queue.',
          'Nothing if a worker has just started; else see its log.',
        ),
        facts,
      };
}

const TURNS_FIX =
  'Set matching.enableFairness to true, and matching.numTaskqueueReadPartitions and ' +
  'matching.numTaskqueueWritePartitions to 1 for this task queue, in the server’s dynamic configuration.';

/** Whether workspaces take turns: a queue in several pieces, or one in order of arrival, gives none. */
async function fairness(ask: Ask, connection: NativeConnection): Promise<Said> {
  const parts = await ask((service) => service.listTaskQueuePartitions(queue())).catch(() => null);
  const count = parts?.activityTaskQueuePartitions.length;
  if (count === undefined)
    return untold('The server does not tell how many pieces the task queue has.');
  if (count > 1)
    return warn(
      `The task queue is in ${count} pieces: a workspace with many syncs delays the others.`,
      TURNS_FIX,
    );
  const client = new Client({ connection, namespace: env().TEMPORAL_NAMESPACE });
  const turns = await takesTurns(client).catch(() => null);
  if (turns === null) return untold('Whether workspaces take turns could not be told.');
  return turns
    ? ok('Workspaces take turns.')
    : warn('Workspaces do not take turns: one with many syncs delays the others.', TURNS_FIX);
}

const inTime = <T>(promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      setTimeout(
        () => reject(new Error(`no answer within ${DEADLINE_MS} ms`)),
        DEADLINE_MS,
      ).unref();
    }),
  ]);
