import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { objectOf } from '@/lib/sandbox/kit/call';
import { Unreadable } from '@/lib/sandbox/kit/params';
import type { Params, Values } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

/** What an endpoint answers from: everything it was asked, read and checked. */
export interface Asked<Who, Path = Params, Query = Params, Body = Params> {
  call: Call;
  world: World;
  who: Who;
  path: Values<Path>;
  query: Values<Query>;
  body: Values<Body>;
}

/**
 * An endpoint as it is declared. Parameters that are not named in `query`, `body` or `form` are
 * refused in the provider's words, so that a connector that asks for the wrong thing cannot look
 * right.
 */
interface Declared<Who, Path, Query, Body> {
  /** How the pieces in braces are read; any text when not said. */
  path?: Path;
  query?: Query;
  /** Fields of a JSON body. */
  body?: Body;
  /** Fields of a form, in place of a JSON body. */
  form?: Body;
  answer: (asked: Asked<Who, Path, Query, Body>) => Reply;
}

export interface Endpoint<Who, Facts> {
  method: string;
  /**
   * Each with its pieces in braces: `/v1/notes/{id}`. One that does not begin with a slash begins
   * with its host.
   */
  paths: readonly string[];
  facts: Facts;
  /** Answered without signing in. */
  open: boolean;
  serve: (call: Call, world: World, who: Who, pieces: Record<string, string>) => Reply;
}

type Declare<Who, Facts> = <P extends Params, Q extends Params, B extends Params>(
  path: string | readonly string[],
  declared: Declared<Who, P, Q, B> & Facts,
) => Endpoint<Who, Facts>;

/**
 * The words to declare a provider's endpoints with. `Who` is what signing in tells; `Facts` is what
 * every endpoint says about itself for the provider's gate (its cost, its bucket).
 */
export function endpointsFor<Who, Facts extends object = object>(): {
  get: Declare<Who, Facts>;
  post: Declare<Who, Facts>;
  patch: Declare<Who, Facts>;
  remove: Declare<Who, Facts>;
  /** Without signing in: consent pages and token endpoints. */
  open: { get: Declare<null, object>; post: Declare<null, object> };
} {
  const declare =
    (method: string, open: boolean) =>
    <P extends Params, Q extends Params, B extends Params>(
      path: string | readonly string[],
      { path: pieces, query, body, form, answer, ...facts }: Declared<Who, P, Q, B> & Facts,
    ): Endpoint<Who, Facts> => ({
      method,
      paths: typeof path === 'string' ? [path] : path,
      facts: facts as unknown as Facts,
      open,
      serve: (call, world, who, given) =>
        answer({
          call,
          world,
          who,
          path: readAll(given, pieces ?? anything(given), world) as Values<P>,
          query: readAll(manyOf(call.query), query ?? {}, world) as Values<Q>,
          body: readBody(call, body, form, world) as Values<B>,
        }),
    });
  return {
    get: declare('GET', false),
    post: declare('POST', false),
    patch: declare('PATCH', false),
    remove: declare('DELETE', false),
    open: {
      get: declare('GET', true) as unknown as Declare<null, object>,
      post: declare('POST', true) as unknown as Declare<null, object>,
    },
  };
}

/** Finds the endpoint of a call. Throws the refusal of a path or a method nobody declared. */
export function routeOf<Who, Facts>(
  endpoints: readonly Endpoint<Who, Facts>[],
  call: Call,
): { endpoint: Endpoint<Who, Facts>; pieces: Record<string, string> } {
  const methods: string[] = [];
  for (const endpoint of endpoints)
    for (const path of endpoint.paths) {
      const asked = path.startsWith('/') ? call.path : `${call.host}${call.path}`;
      const found = patternOf(path).exec(asked);
      if (!found) continue;
      if (endpoint.method === call.method) return { endpoint, pieces: { ...found.groups } };
      methods.push(endpoint.method);
    }
  if (methods.length > 0)
    throw new Refused({
      status: 405,
      why: 'method',
      message: `${call.method} is not allowed here; allowed: ${[...new Set(methods)].join(', ')}`,
    });
  throw new Refused({
    status: 404,
    why: 'no_endpoint',
    message: `There is no endpoint ${call.method} ${call.path}`,
  });
}

const patterns = new Map<string, RegExp>();
/** `{name}` stands for one piece between slashes. */
function patternOf(path: string): RegExp {
  let found = patterns.get(path);
  if (!found) {
    const literal = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    found = new RegExp(`^${literal.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    patterns.set(path, found);
  }
  return found;
}

/** What was sent, by name: one text, or every occurrence. */
export type Sent = Readonly<Record<string, string | readonly unknown[]>>;

const anything = (given: Record<string, string>): Params =>
  Object.fromEntries(
    Object.keys(given).map((name) => [name, { read: ([sent]: readonly unknown[]) => sent }]),
  );

/** The fields of a query or form, each with every occurrence. */
export function manyOf(form: URLSearchParams): Sent {
  const sent: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of form) (sent[name] ??= []).push(value);
  return sent;
}

function readBody(
  call: Call,
  body: Params | undefined,
  form: Params | undefined,
  world: World,
): Record<string, unknown> {
  if (form) return readAll(manyOf(new URLSearchParams(call.body)), form, world);
  if (!body) return {};
  const sent = objectOf(call.body);
  if (!sent)
    throw new Refused({ status: 400, why: 'bad_body', message: 'The body is not a JSON object' });
  return readAll(fieldsOf(sent), body, world);
}

/** The fields of a JSON object; one that is null is one that was not sent. */
export const fieldsOf = (sent: Record<string, unknown>): Sent =>
  Object.fromEntries(
    Object.entries(sent)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => [name, [one]]),
  );

/** Reads an object inside a body as the body itself is read; one that was not sent is empty. */
export function readInside<P extends Params>(
  name: string,
  sent: unknown,
  params: P,
  world: World,
): Values<P> {
  if (sent !== undefined && (sent === null || typeof sent !== 'object' || Array.isArray(sent)))
    refuseParameter(name, JSON.stringify(sent), 'is no object');
  const fields = fieldsOf((sent ?? {}) as Record<string, unknown>);
  return readAll(fields, params, world) as Values<P>;
}

/** Reads what was sent by what was declared; throws Refused for the first thing that does not fit. */
export function readAll(sent: Sent, params: Params, world: World): Record<string, unknown> {
  const known = Object.keys(params).filter((name) => params[name]!.known?.(world) ?? true);
  for (const [name, values] of Object.entries(sent))
    if (!known.includes(name))
      throw new Refused({
        status: 400,
        why: 'unknown_parameter',
        message: `There is no parameter ${name} here`,
        parameter: name,
        value: shown(values),
        allowed: known,
      });
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => {
      if (!Object.hasOwn(sent, name)) return [name, absent(name, param)];
      const values = typeof sent[name] === 'string' ? [sent[name]] : sent[name]!;
      if (values.length > 1 && !param.repeats)
        refuseParameter(name, shown(values), 'is given more than once');
      try {
        return [name, param.read(values, world)];
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return refuseParameter(name, shown(values), error.message);
      }
    }),
  );
}

function absent(name: string, param: Params[string]): unknown {
  if (param.absent) return param.absent();
  throw new Refused({
    status: 400,
    why: 'missing_parameter',
    message: `${name} is missing`,
    parameter: name,
  });
}

const shown = (values: string | readonly unknown[]): string =>
  typeof values === 'string'
    ? values
    : values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(',');
