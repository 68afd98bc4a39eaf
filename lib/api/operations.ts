import * as z from 'zod';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import type { OperationDescription } from '@/lib/contract/access';
import { isOpenTo } from '@/lib/contract/operation';
import type { Principal } from '@/lib/contract/principal';

const described = new Map<string, z.output<typeof OperationDescription>>();

/** Every operation the caller may use, with its JSON Schemas. */
export async function listOperations(
  principal: Principal,
): Promise<{ operations: z.output<typeof OperationDescription>[] }> {
  const all: AnyOperation[] = Object.values(OPERATIONS);
  return {
    operations: all.filter((op) => mayCall(op, principal)).map(describe),
  };
}

const mayCall = (op: AnyOperation, { access, scopes }: Principal): boolean =>
  isOpenTo(op, access) && (op.scope === null || scopes.includes(op.scope));

function describe(op: AnyOperation): z.output<typeof OperationDescription> {
  let found = described.get(op.id);
  if (!found) {
    const schema = (s: z.ZodType, io: 'input' | 'output') =>
      z.toJSONSchema(s, { io, unrepresentable: 'any' });
    found = {
      id: op.id,
      method: op.method,
      path: op.path,
      summary: op.summary,
      scope: op.scope,
      input_schema: schema(op.input, 'input'),
      output_schema: schema(op.output, 'output'),
    };
    described.set(op.id, found);
  }
  return found;
}
