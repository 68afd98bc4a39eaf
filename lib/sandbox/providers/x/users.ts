import { handleOf, renamed, sizeOf, user } from '@/lib/sandbox/data/x';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { World } from '@/lib/sandbox/kit/world';
import { only } from '@/lib/sandbox/providers/x/fields';
import { missing } from '@/lib/sandbox/providers/x/words';

type Fields = readonly string[] | null;

export const suspended = (handle: string, world: World): boolean =>
  handle === 'suspended' || world.grants.accountRevoked('x', handle);

/** The newer names where the mode or, in the mixed one, the account has them. */
export function inNames(handle: string, value: unknown, world: World): unknown {
  const mode = world.mode('fields');
  return mode === 'new' || (mode === 'both' && handle === 'globex') ? renamed(value) : value;
}

export function described(handle: string, fields: Fields, call: Call, world: World): unknown {
  const all = user(handle, call.now, world.collection(handle, 'posts')!.live().length);
  return inNames(handle, only(all, ['id', 'name', 'username'], fields), world);
}

const gone = (handle: string, parameter: string, value: string) =>
  missing('user', parameter, value, `User has been suspended: [${handle}].`);

/** The account a name or number stands for, or the partial error that says why there is none. */
function findUser(
  handle: string | null,
  parameter: string,
  value: string,
  world: World,
): { handle: string } | { error: ReturnType<typeof missing> } {
  if (handle === null || sizeOf(handle) === null)
    return { error: missing('user', parameter, value) };
  return suspended(handle, world) ? { error: gone(handle, parameter, value) } : { handle };
}

export const byId = (id: string, parameter: string, world: World) =>
  findUser(handleOf(id), parameter, id, world);
export const byName = (name: string, parameter: string, world: World) =>
  findUser(name.toLowerCase(), parameter, name, world);

/** One user: `data`, or `errors` in an answer that is a good one. */
export function oneUser(
  found: ReturnType<typeof findUser>,
  fields: Fields,
  call: Call,
  world: World,
): Reply {
  if ('error' in found) return json(200, { errors: [found.error] });
  return json(200, { data: described(found.handle, fields, call, world) });
}

/** Several users: those that were found, and an error for each that was not. */
export function manyUsers(
  found: readonly ReturnType<typeof findUser>[],
  fields: Fields,
  call: Call,
  world: World,
): Reply {
  const data = found.flatMap((one) =>
    'error' in one ? [] : [described(one.handle, fields, call, world)],
  );
  const errors = found.flatMap((one) => ('error' in one ? [one.error] : []));
  return json(200, {
    ...(data.length > 0 ? { data } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  });
}
