import type * as z from 'zod';
import type { Principal } from '@/lib/contract/principal';
import type {
  getSystemChecks as getSystemChecksOperation,
  SystemCheck,
  SystemReport,
} from '@/lib/contract/system';
import { outgoing, providerBoard, usage } from '@/lib/operations/board';
import { fail, toCheck, unchecked, type Question } from '@/lib/operations/check';
import {
  clock,
  database,
  disk,
  encryptionKey,
  migrations,
  versions,
} from '@/lib/operations/database-checks';
import { providerApps, publicUrl } from '@/lib/operations/external-checks';
import { limits } from '@/lib/operations/limits';
import { providerClocks, providerForms } from '@/lib/operations/providers';
import { jobEngine, queue, runs, sandbox, workers } from '@/lib/operations/work';
import { log } from '@/lib/platform/log';
import { databaseTrouble } from '@/lib/platform/session';

export { listConnectorApprovals, setConnectorApproval } from '@/lib/operations/approvals';
export { mayScrape, METRICS_TYPE, metricsText } from '@/lib/operations/metrics';
export {
  deleteProviderApp,
  listProviderApps,
  setProviderApp,
  testProviderApp,
} from '@/lib/operations/provider-apps';
export { reportWorker } from '@/lib/operations/workers';

const questions = (ask_providers: boolean): Question[] => [
  { id: 'database', title: 'Database', database: false, run: database },
  { id: 'migrations', title: 'Migrations', database: true, run: migrations },
  { id: 'encryption_key', title: 'Encryption key', database: true, run: encryptionKey },
  { id: 'clock', title: 'Clock', database: true, run: clock },
  { id: 'workers', title: 'Workers', database: true, run: workers },
  { id: 'job_engine', title: 'Job engine', database: true, run: jobEngine },
  { id: 'queue', title: 'Queue', database: true, run: queue },
  { id: 'runs', title: 'Live syncs', database: true, run: runs },
  { id: 'providers', title: 'Providers', database: true, run: providerBoard },
  { id: 'limits', title: 'Provider limits', database: true, run: limits },
  { id: 'provider_clocks', title: 'Provider clocks', database: true, run: providerClocks },
  { id: 'provider_forms', title: 'Provider requests', database: true, run: providerForms },
  { id: 'public_url', title: 'Public address', database: false, run: publicUrl },
  {
    id: 'provider_apps',
    title: 'Provider apps',
    database: true,
    run: () => providerApps(ask_providers),
  },
  { id: 'sandbox', title: 'Sandbox', database: true, run: sandbox },
  { id: 'usage', title: 'Usage and limits', database: true, run: usage },
  { id: 'egress', title: 'Outgoing addresses', database: false, run: outgoing },
  { id: 'disk', title: 'Disk', database: true, run: disk },
  { id: 'versions', title: 'Versions', database: false, run: versions },
];

/**
 * Answers every question about the installation, the database first: without it the others that
 * need it are not asked.
 */
export async function checkSystem({
  ask_providers,
}: {
  ask_providers: boolean;
}): Promise<SystemReport> {
  const [first, ...rest] = questions(ask_providers) as [Question, ...Question[]];
  const checks = await answer(first);
  const away = checks[0]!.finding === AWAY;
  for (const question of rest)
    checks.push(
      ...(away && question.database
        ? [toCheck(question, unchecked('Not checked: the database does not answer.'))]
        : await answer(question)),
    );
  const level =
    (['fail', 'warn'] as const).find((level) => checks.some((c) => c.level === level)) ?? 'ok';
  return { checked_at: new Date().toISOString(), level, checks };
}

const AWAY = 'The database does not answer.';

async function answer(question: Question): Promise<SystemCheck[]> {
  try {
    return [await question.run()].flat().map((found) => toCheck(question, found));
  } catch (error) {
    if (/^42(P01|703)$/.test((error as { code?: string }).code ?? ''))
      return [toCheck(question, unchecked('Not checked: the database lacks migrations.'))];
    log.warn({ check: question.id, error: String(error) }, 'a check failed');
    const trouble = databaseTrouble(error);
    if (question.id === 'database')
      return [
        toCheck(
          question,
          fail(
            AWAY,
            trouble?.fix ?? 'Check DATABASE_URL, the password, and that the server is running.',
            [['Reason', trouble?.reason ?? (error as { code?: string }).code ?? 'no answer']],
          ),
        ),
      ];
    return [toCheck(question, unchecked('This could not be told; the reason is in the log.'))];
  }
}

/** The same answers for a platform admin, in the console and over REST. */
export const getSystemChecks = (
  _principal: Principal,
  input: z.output<typeof getSystemChecksOperation.input>,
): Promise<SystemReport> => checkSystem(input);
