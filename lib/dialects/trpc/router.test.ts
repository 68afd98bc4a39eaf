import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';
import { appRouter } from '@/lib/dialects/trpc/router';
import { codeOf, PROCEDURES } from '@/lib/dialects/trpc/words';
import type { AppRouter as Published } from '@/packages/client/src/trpc';

type Served = typeof appRouter;
type Procedures = Record<string, { _def: { type: string } }>;
/** Whether each can stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('the types of the client are those of the router', () => {
  const inputs: Same<inferRouterInputs<Published>, inferRouterInputs<Served>> = true;
  const outputs: Same<inferRouterOutputs<Published>, inferRouterOutputs<Served>> = true;
  expect([inputs, outputs]).toEqual([true, true]);
  // @ts-expect-error a canary: other types are not the same
  const other: Same<inferRouterOutputs<Published>, inferRouterInputs<Served>> = true;
  expect(other).toBe(true);
  const kinds = Object.entries(appRouter._def.procedures as unknown as Procedures).map(
    ([name, procedure]) => [name, procedure._def.type] as const,
  );
  expect(kinds.map(([name]) => name)).toEqual(
    Object.keys(PROCEDURES).map((name) => `connector.${name}`),
  );
  expect(Object.fromEntries(kinds)).toEqual({
    'connector.list': 'query',
    'connector.getStatus': 'query',
    'connector.getAuthUrl': 'mutation',
    'connector.disconnect': 'mutation',
    'connector.getSyncHistory': 'query',
    'connector.getEntityCounts': 'query',
    'connector.triggerSync': 'mutation',
  });
});

test('every refusal of the contract has a code of tRPC', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    expect(codeOf(code), code).toMatch(/^[A-Z_]+$/);
});
