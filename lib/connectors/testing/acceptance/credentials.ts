import { Connected, type Bench } from '@/lib/connectors/testing/acceptance/bench';
import { signIn } from '@/lib/connectors/testing/acceptance/sign-in';
import { DomainError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace } from '@/lib/platform/testing';

/** A credential nobody has is refused in the provider's words, and leaves nothing behind. */
export async function wrongCredential(bench: Bench): Promise<string[]> {
  const { wrong } = bench.row;
  const principal = await makePrincipal(await makeWorkspace());
  const faults: string[] = [];
  try {
    await signIn(bench, principal, { credential: wrong.credential });
    faults.push('a wrong credential was accepted');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const told = error.details.detail ?? error.message;
    if (!wrong.told.test(told)) faults.push(`a wrong credential is told: ${told}`);
  }
  const { rows } = await db.query<{ stored: number }>(sql`
    SELECT
      (SELECT count(*) FROM connections WHERE workspace_id = ${principal.workspace.id})::int
      + (SELECT count(*) FROM credentials WHERE workspace_id = ${principal.workspace.id})::int
        AS stored`);
  if (rows[0]!.stored > 0) faults.push('something was stored for a wrong credential');
  return faults;
}

/** A good credential is accepted and says whose it is. */
export async function accountNamed(bench: Bench): Promise<string[]> {
  const { named } = bench.row;
  let connected: Connected;
  try {
    connected = await Connected.with(bench);
  } catch (error) {
    return [`a good credential was refused: ${error instanceof Error ? error.message : 'why?'}`];
  }
  const { account_label, status } = await connected.look();
  const { rows } = await db.query<{ id: string | null }>(
    sql`SELECT external_account_id AS id FROM connections WHERE id = ${connected.id}`,
  );
  return [
    ...(status === 'connected' ? [] : [`the connection is ${status}`]),
    ...(account_label === named.label ? [] : [`the account is called “${account_label ?? ''}”`]),
    ...(rows[0]!.id === named.id ? [] : [`the account’s id is “${rows[0]!.id ?? ''}”`]),
  ];
}

/** Optional permissions the person keeps back: their streams are skipped by name, the rest runs. */
export async function withheldScopes(bench: Bench): Promise<string[]> {
  const { auth, streams } = bench.connector;
  if (auth.method !== 'oauth') return [];
  const withhold = auth.scopes.filter((s) => !s.required).map((s) => s.scope);
  const run = await (await Connected.with(bench, { withhold })).work();
  return streams.flatMap(({ name, scopes = [] }) => {
    const found = run.streams.find((stream) => stream.stream === name);
    const lacks = scopes.filter((scope) => withhold.includes(scope));
    if (lacks.length === 0)
      return found?.status === 'completed' ? [] : [`${name} is ${found?.status}, for no reason`];
    const says = lacks.every((scope) => found?.error_message?.includes(scope));
    return found?.status === 'skipped' && says
      ? []
      : [`${name} is ${found?.status} without ${lacks.join(', ')}: ${found?.error_message ?? ''}`];
  });
}
