import { ROUTES } from '@/lib/contract/routes.gen';
import { request } from '../fixtures/api';
import { Contract, type Description } from '../fixtures/contract';
import { expect, test } from '../fixtures/test';
import { makeKey } from '../fixtures/world';

interface Document {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        summary: string;
        parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
        requestBody?: { content: unknown };
        responses: Record<string, { description: string }>;
      }
    >
  >;
}

test('openapi.json is a whole OpenAPI 3.1 document of every operation', async () => {
  const answer = await request('GET', '/openapi.json');
  expect(answer.status).toBe(200);
  const document = answer.body as unknown as Document;
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: 'Inlet', version: expect.any(String) });

  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      route: `${method.toUpperCase()} ${path}`,
      operation,
      path,
    })),
  );
  expect(Object.fromEntries(described.map(({ id, route }) => [id, route]))).toEqual(ROUTES);
  for (const { id, path, operation } of described) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
    expect
      .soft(
        (operation.parameters ?? [])
          .filter((p) => p.in === 'path' && p.required)
          .map((p) => p.name),
        id,
      )
      .toEqual(inPath);
    for (const parameter of operation.parameters ?? [])
      expect.soft(parameter.schema, `${id} ${parameter.name}`).toBeDefined();
    expect
      .soft(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        id,
      )
      .toBe(true);
    for (const response of Object.values(operation.responses))
      expect.soft(response.description, id).toEqual(expect.any(String));
  }
  for (const ref of refsIn(document)) expect.soft(resolve(document, ref), ref).toBeDefined();
  expect(answer.text).not.toContain('#/$defs');
});

test('operations lists what the key may call, with schemas', async ({ workspace }) => {
  const all = (
    await request('GET', '/operations', { headers: { 'X-API-Key': await makeKey(workspace) } })
  ).body.operations;
  expect(Object.fromEntries(all.map((o) => [o.id, `${o.method} ${o.path}`]))).toEqual(ROUTES);
  for (const o of all) {
    expect.soft(o.input_schema, o.id).toMatchObject({ type: 'object' });
    expect.soft(o.output_schema, o.id).toBeTruthy();
    for (const schema of [o.input_schema, o.output_schema])
      for (const ref of refsIn(schema))
        expect.soft(resolve(schema, ref), `${o.id} ${ref}`).toBeDefined();
  }
  const few = (
    await request('GET', '/operations', {
      headers: { 'X-API-Key': await makeKey(workspace, ['connections:read']) },
    })
  ).body.operations;
  expect(few.every((o) => o.scope === null || o.scope === 'connections:read')).toBe(true);
  expect(few.map((o) => o.id)).toContain('listConnections');
});

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

function resolve(document: unknown, ref: string): unknown {
  if (!ref.startsWith('#/')) return ref === '#' ? document : undefined;
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, part) =>
        (at as Record<string, unknown> | undefined)?.[part.replace(/~1/g, '/').replace(/~0/g, '~')],
      document,
    );
}

test('what is not as described is noticed', async () => {
  const document = (await request('GET', '/openapi.json')).body as unknown as Description;
  const contract = new Contract(document);
  const list = {
    method: 'GET',
    url: '/api/platform/v1/connections?limit=5',
    body: '',
    status: 200,
    type: 'application/json; charset=utf-8',
    answer: '{"connections":[],"next_cursor":null}',
  };
  expect(contract.faultsOf(list)).toEqual([]);
  const wrong: Partial<typeof list>[] = [
    { status: 418 },
    { type: 'text/html' },
    { answer: '{"connections":[]}' },
    { answer: '{"connections":[{"id":"1"}],"next_cursor":null}' },
    { url: '/api/platform/v1/connections?limit=many' },
    { url: '/api/platform/v1/connections?nothing=1' },
  ];
  for (const change of wrong)
    expect(contract.faultsOf({ ...list, ...change }), JSON.stringify(change)).toHaveLength(1);
});
