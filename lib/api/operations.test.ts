import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { HANDLERS, ROOMS, type Service } from '@/lib/api/handlers';
import { match, PATHS } from '@/lib/api/match';
import { openApiDocument } from '@/lib/api/openapi';
import { CONTRACT, OPERATIONS, type AnyOperation } from '@/lib/contract';
import { examplesOf } from '@/lib/contract/examples';
import { ROUTES } from '@/lib/contract/routes.gen';

const all = Object.values(OPERATIONS) as AnyOperation[];
const routeOf = (op: AnyOperation) => `${op.method} ${op.path}`;

describe('the contract', () => {
  test('every file of it is in its index', () => {
    const index = fs.readFileSync('lib/contract/index.ts', 'utf8');
    const declaring = fs
      .readdirSync('lib/contract')
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /^export const \w+ = defineOperation\(/m.test(
          fs.readFileSync(`lib/contract/${name}`, 'utf8'),
        ),
      );
    expect(declaring.length).toBeGreaterThan(5);
    for (const name of declaring) expect(index).toContain(`'@/lib/contract/${name.slice(0, -3)}'`);
  });

  test('an operation is exported under its id', () => {
    expect(Object.entries(OPERATIONS).filter(([name, op]) => name !== op.id)).toEqual([]);
  });

  test('no two operations have one route', () => {
    expect(new Set(all.map(routeOf)).size).toBe(all.length);
  });

  test('what reads is a GET and keeps no event; what an event is about is a field', () => {
    for (const op of all) {
      expect([op.id, op.method === 'GET']).toEqual([op.id, op.idempotency === 'safe']);
      if (op.method === 'GET') expect(op.audit, op.id).toHaveProperty('none');
      if (!('event' in op.audit) || op.audit.target === 'caller') continue;
      const [side, field] = Object.entries(op.audit.target)[0] as ['input' | 'output', string];
      expect(Object.keys((op[side] as z.ZodObject).shape), op.id).toContain(field);
    }
  });

  test('each has examples, and they are what it says', () => {
    for (const op of all) {
      expect(examplesOf(op), op.id).not.toEqual([]);
      for (const { input, output } of examplesOf(op)) {
        expect(op.input.safeParse(input).error, op.id).toBeUndefined();
        expect(op.output.safeParse(output).error, op.id).toBeUndefined();
      }
    }
  });
});

describe('routes and operations', () => {
  test('the routes of the browser are those of the contract', () => {
    expect(ROUTES, 'Run npm run build, or any command that generates.').toEqual(
      Object.fromEntries(all.map((op) => [op.id, routeOf(op)])),
    );
  });

  test('each operation is reached at its route, and nothing else is', () => {
    const reached = all.map((op) => {
      const filled = op.path
        .replace(/\{(\w+)\}/g, 'the-$1')
        .slice(1)
        .split('/');
      const found = match(filled)!;
      for (const [name, value] of Object.entries(found.params)) expect(value).toBe(`the-${name}`);
      return PATHS.get(found.path)!.find((o) => o.method === op.method)?.id;
    });
    expect(reached).toEqual(all.map((op) => op.id));
    expect([...PATHS.values()].flat()).toHaveLength(all.length);
    for (const path of ['', 'api', 'api/platform/v1', 'api/platform/v1/connections/a/b/c'])
      expect(match(path.split('/')), path).toBeUndefined();
  });

  test('a fixed segment goes before a placeholder', () => {
    const at = (path: string) => match(`api/platform/v1/connections/${path}`.split('/'));
    expect(at('catalog')?.path).toMatch(/\/catalog$/);
    expect(at('catalog/status')?.params).toEqual({ id: 'catalog' });
  });

  test('no file of the app stands in the way of one', () => {
    const files = fs
      .readdirSync('app/api', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('route.ts') && !file.startsWith('[...path]'))
      .map((file) => `/api/${file.replace(/\/route\.ts$/, '')}`);
    expect(files.length).toBeGreaterThan(5);
    const shapes = files.map(
      (file) => new RegExp(`^${file.replace(/\./g, '\\.').replace(/\[[^/]+\]/g, '[^/]+')}$`),
    );
    expect(all.filter((op) => shapes.some((shape) => shape.test(op.path)))).toEqual([]);
  });
});

test('an operation has one service, in one room', () => {
  for (const { id } of all) {
    const rooms = Object.values(ROOMS).filter((room) => id in room);
    expect([id, rooms.length, typeof HANDLERS[id]]).toEqual([id, 1, 'function']);
  }
});

test('the types hold a service against its operation', () => {
  const sync_run_id = 'x';
  const good: Service<'startSync'> = async () => ({ queued: true, sync_run_id });
  // @ts-expect-error the answer lacks the run
  const lacks: Service<'startSync'> = async () => ({ queued: true });
  // @ts-expect-error it asks for what the input does not have
  const asks: Service<'startSync'> = async (_, { no }) => ({ queued: no, sync_run_id });
  // @ts-expect-error an operation has no answer
  const none: typeof HANDLERS = { ...HANDLERS, startSync: undefined };
  expect([good, lacks, asks, none]).toHaveLength(4);
});

test('the objects of the contract are the schemas of openapi.json, by name', () => {
  const { components } = openApiDocument() as { components: { schemas: Record<string, object> } };
  const objects = Object.entries(CONTRACT).flatMap(([name, value]) =>
    value instanceof z.ZodObject ? [name] : [],
  );
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining([...objects, 'Problem']));
});
