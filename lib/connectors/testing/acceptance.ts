import { describe, it } from 'vitest';
import { useBench, type Bench } from '@/lib/connectors/testing/acceptance/bench';
import { backfill } from '@/lib/connectors/testing/acceptance/backfill';
import { changesArrive, laggingIndex } from '@/lib/connectors/testing/acceptance/changes';
import {
  accountNamed,
  withheldScopes,
  wrongCredential,
} from '@/lib/connectors/testing/acceptance/credentials';
import { errorAnswers } from '@/lib/connectors/testing/acceptance/error-answers';
import { bookmarkForgotten } from '@/lib/connectors/testing/acceptance/forgotten';
import { GROUPS, groupsOf, type GroupName } from '@/lib/connectors/testing/acceptance/groups';
import { arrivesLate } from '@/lib/connectors/testing/acceptance/late';
import { pagingOddities } from '@/lib/connectors/testing/acceptance/paging';
import { fullRead, modes, secondRun } from '@/lib/connectors/testing/acceptance/reading';
import { resumed } from '@/lib/connectors/testing/acceptance/resume';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import {
  deadCredential,
  expiredToken,
  forbiddenStream,
  providerTrouble,
  shapelessAnswers,
  slowedDown,
} from '@/lib/connectors/testing/acceptance/trouble';
import { typosNoticed } from '@/lib/connectors/testing/acceptance/typos';

/** Each answers what is wrong, a sentence per fault; none means that the connector holds it. */
export const CHECKS: Record<GroupName, (bench: Bench) => Promise<string[]>> = {
  wrong_credential: wrongCredential,
  account_named: accountNamed,
  withheld_scopes: withheldScopes,
  full_read: fullRead,
  second_run: secondRun,
  changes_arrive: changesArrive,
  lagging_index: laggingIndex,
  modes,
  dead_credential: deadCredential,
  expired_token: expiredToken,
  forbidden_stream: forbiddenStream,
  slowed_down: slowedDown,
  provider_trouble: providerTrouble,
  shapeless_answers: shapelessAnswers,
  error_answers: errorAnswers,
  resumed,
  paging_oddities: pagingOddities,
  bookmark_forgotten: bookmarkForgotten,
  backfill,
  typos_noticed: typosNoticed,
};

/** Waits for retries and limits are real ones. */
const PATIENT_MS = 180_000;

/**
 * The acceptance pack: drives a connector through the services and the engine against its sandbox
 * provider, as people and schedules would. The one call of a connector's `<type>.acceptance.db.test.ts`.
 */
export function acceptance(row: Acceptance): void {
  const fresh = useBench();
  describe(`${row.connector.name} is accepted:`, () => {
    it.each(groupsOf(row.connector).map((name) => [GROUPS[name].proves, name] as const))(
      '%s',
      async (_, name) => {
        const faults = await CHECKS[name](await fresh(row));
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
      PATIENT_MS,
    );
    it.each(row.late ? ['what is not ready yet is asked for again, and arrives once it is'] : [])(
      '%s',
      async () => {
        const faults = await arrivesLate(await fresh(row));
        if (faults.length > 0) throw new Error(faults.join('\n'));
      },
      PATIENT_MS,
    );
  });
}
