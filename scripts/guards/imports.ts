import { inside, isOurs, noImport, only, roomOf, source, type Rule } from './rule.ts';

/** Doors of a room besides service.ts, each with its reason. */
const OTHER_DOORS: Record<string, RegExp> = {
  'lib/access/sign-in-route': /^lib\/api\/sign-in\.ts$/, // next-auth is loaded by its own endpoints only
  'lib/egress/sandbox-address': /^lib\/worker\//, // whoever starts the process says where the sandbox is
  'lib/sandbox/sandbox': /^lib\/worker\/local-sandbox\.ts$/,
  'lib/sandbox/server': /^lib\/worker\/local-sandbox\.ts$/,
  'lib/worker/local-sandbox': /^lib\/api\/sandbox-mount\.ts$/, // the sandbox's own pages, served by the same process
  'lib/worker/demo': /^app\/api\/setup\//,
  'lib/platform/env': /^app\/i18n\/catalog\.ts$/, // whether tests may ask for the pseudo-language
  'lib/connectors/registry.gen': /^lib\/catalog\//,
};
/** Rooms that are made of several small modules on purpose. */
const OPEN_ROOMS = new Set(['platform', 'contract', 'client', 'api', 'web', 'connectors/kit']);

/** Connectors of one provider's API, which share a folder. */
const FAMILIES: Record<string, string> = {
  outlook: 'microsoft',
  o365: 'microsoft',
  'notion-knowledge': 'notion',
};
/** The folders with the parts of a connector: its own, and that of its family. */
function partsOf(file: string): string[] {
  const name = /^lib\/connectors\/providers\/([^/.]+)/.exec(file)?.[1] ?? '';
  return [name, FAMILIES[name] ?? name].map((one) => `lib/connectors/providers/${one}`);
}

/** What a dialect is made of: who asks, the contract, and how an answer is served. */
const TRANSLATES_WITH = [
  /^lib\/contract(\/|$)/,
  /^lib\/api\/(caller|foreign|foreign-openapi|problem|body|methods|request-id|cors)$/,
  /^zod$/,
  /^@trpc\/server(\/|$)/,
];
/** The folder of the dialect a file belongs to; what stands beside them may look at all. */
const dialectOf = (file: string): string => file.split('/').slice(0, -1).slice(0, 3).join('/');

/** What of the contract a browser may load. */
const WITHOUT_SCHEMAS = /^lib\/contract\/(errors|callback-errors|state|surfaces|tag|routes\.gen)$/;

const repositoriesOnly = (file: string): boolean =>
  !/\/repository(-[\w-]+)?\.ts$/.test(file) && !inside('lib/platform', 'lib/records')(file);

/** What may import what. */
export const IMPORT_RULES: Rule[] = [
  {
    name: 'the browser side imports lib/client and lib/contract only, and of that no schemas',
    instead: 'Ask for the data through a query in lib/client; import types with `import type`.',
    check: noImport({
      where: inside('components', 'lib/client'),
      banned: (target, { type }) =>
        only('components', 'lib/client', 'lib/contract')(target) ||
        (!type && inside('lib/contract')(target) && !WITHOUT_SCHEMAS.test(target)),
    }),
    bad: [
      source('components/x.tsx', `import { db } from '@/lib/platform/db';`),
      source('lib/client/x.ts', `import type { Verdict } from '@/lib/health/health';`),
      source('components/x.tsx', `const m = await import('@/lib/vault/service');`),
      source('lib/client/x.ts', `import { OPERATIONS } from '@/lib/contract';`),
    ],
    good: [
      source(
        'components/x.tsx',
        `import { queries } from '@/lib/client/queries';\nimport type { Role } from '@/lib/contract/access';`,
      ),
    ],
  },
  {
    name: 'lib/client does not import components',
    instead: 'Pass what it needs as an argument.',
    check: noImport({
      where: inside('lib/client', 'lib/contract'),
      banned: inside('components', 'app'),
    }),
    bad: [source('lib/client/x.ts', `import { Button } from '@/components/ui/button';`)],
    good: [source('lib/client/x.ts', `import { ERRORS } from '@/lib/contract/errors';`)],
  },
  {
    name: 'the contract imports zod and itself only',
    instead: 'The contract is what all sides share; move the rest to the room it belongs to.',
    check: noImport({
      where: inside('lib/contract'),
      banned: (target) => target !== 'zod' && !inside('lib/contract')(target),
    }),
    bad: [
      source('lib/contract/x.ts', `import { newId } from '@/lib/platform/ids';`),
      source('lib/contract/x.ts', `import pg from 'pg';`),
    ],
    good: [
      source(
        'lib/contract/x.ts',
        `import * as z from 'zod';\nimport { Id } from '@/lib/contract/common';`,
      ),
    ],
  },
  {
    name: 'a connector imports the kit and the contract only',
    instead: 'Say it with the kit; what the kit cannot say belongs into the kit.',
    check: noImport({
      where: inside('lib/connectors/providers'),
      banned: (target, _, file) =>
        !inside('lib/connectors/kit', 'lib/contract', ...partsOf(file))(target),
    }),
    bad: [
      source('lib/connectors/providers/acme.ts', `import x from '@/lib/connectors/providers/x/y';`),
      source('lib/connectors/providers/acme.ts', `import { db } from '@/lib/platform/db';`),
      source('lib/connectors/providers/acme.ts', `import x from '@/lib/connectors/providers/x';`),
      source('lib/connectors/providers/acme.ts', `import x from './x';`),
      source('lib/connectors/providers/acme.ts', `import axios from 'axios';`),
    ],
    good: [
      source(
        'lib/connectors/providers/acme.ts',
        `import { defineConnector } from '@/lib/connectors/kit';\nimport { NAMES } from ` +
          `'@/lib/connectors/providers/acme/names';`,
      ),
    ],
  },
  {
    name: 'the connector kit imports the contract only',
    instead: 'Engines import the kit, never the other way round.',
    check: noImport({
      where: inside('lib/connectors/kit'),
      banned: only('lib/connectors/kit', 'lib/contract'),
    }),
    bad: [source('lib/connectors/kit/x.ts', `import { send } from '@/lib/egress/service';`)],
    good: [
      source('lib/connectors/kit/x.ts', `import type { Category } from '@/lib/contract/common';`),
    ],
  },
  {
    name: 'health is computed from the contract alone',
    instead: 'Health is a pure function of facts and time: let the caller read the facts.',
    check: noImport({
      where: inside('lib/health'),
      banned: (target) => !inside('lib/health', 'lib/contract')(target) && target !== 'zod',
    }),
    bad: [source('lib/health/x.ts', `import { db } from '@/lib/platform/db';`)],
    good: [source('lib/health/health.ts', `import type { Health } from '@/lib/contract/health';`)],
  },
  {
    name: 'the sandbox knows nothing of connectors',
    instead:
      'It speaks the provider’s own API, from the provider’s documents; sharing code with ' +
      'the connector would hide the connector’s mistakes.',
    check: noImport({ where: inside('lib/sandbox'), banned: only('lib/sandbox', 'lib/platform') }),
    bad: [
      source('lib/sandbox/providers/x.ts', `import { path } from '@/lib/connectors/kit/path';`),
      source('lib/sandbox/x.ts', `import { ERRORS } from '@/lib/contract/errors';`),
    ],
    good: [
      source(
        'lib/sandbox/providers/x.ts',
        `import { defineProvider } from '@/lib/sandbox/kit/provider';`,
      ),
    ],
  },
  {
    name: 'pages and routes import surfaces, not rooms',
    instead:
      'Declare an operation in lib/contract, with its service in a room; pages prefetch through lib/api/page.',
    check: noImport({
      where: inside('app'),
      banned: (target, _, file) =>
        only(
          'app',
          'components',
          'lib/api',
          'lib/mcp',
          'lib/dialects',
          'lib/client',
          'lib/contract',
          'lib/web/policy',
          'lib/access/service',
          'lib/connections/service',
        )(target) && !OTHER_DOORS[target]?.test(file),
    }),
    bad: [
      source('app/x/page.tsx', `import { prisma } from '@/lib/platform/db';`),
      source('app/x/route.ts', `import { findKeys } from '@/lib/access/repository';`),
      source('app/x/page.tsx', `import { runSync } from '@/lib/sync/service';`),
    ],
    good: [
      source('app/x/route.ts', `import { route } from '@/lib/api/route';`),
      source('app/api/auth/[...nextauth]/route.ts', `import { signIn } from '@/lib/api/sign-in';`),
    ],
  },
  {
    name: 'rooms meet through service.ts',
    instead: 'Export what is needed from the other room’s service.ts.',
    check: noImport({
      where: inside('lib'),
      banned: (target, _, file) =>
        isOurs(target) &&
        target.startsWith('lib/') &&
        roomOf(target) !== roomOf(file) &&
        !OPEN_ROOMS.has(roomOf(target)) &&
        !target.endsWith('/service') &&
        !OTHER_DOORS[target]?.test(file),
    }),
    bad: [
      source('lib/sync/x.ts', `import { sealed } from '@/lib/vault/keyring';`),
      source('lib/sync/x.ts', `import { write } from '../records/write';`),
      source('lib/runs/x.ts', `import { localSandbox } from '@/lib/worker/local-sandbox';`),
    ],
    good: [
      source(
        'lib/sync/x.ts',
        `import { open } from '@/lib/vault/service';\nimport { seal } from ` +
          `'@/lib/sync/plan';\nimport { db } from '@/lib/platform/db';`,
      ),
    ],
  },
  {
    name: 'rooms do not import surfaces',
    instead: 'A service speaks of the domain; HTTP, jobs and pages call it.',
    check: noImport({
      where: (file) =>
        inside('lib')(file) && !inside('lib/api', 'lib/mcp', 'lib/dialects', 'lib/web')(file),
      banned: inside('lib/api', 'lib/mcp', 'lib/dialects', 'app'),
    }),
    bad: [source('lib/runs/x.ts', `import { problemResponse } from '@/lib/api/problem';`)],
    good: [source('lib/api/x.ts', `import { problemResponse } from '@/lib/api/problem';`)],
  },
  {
    name: 'a dialect translates and does nothing else',
    instead:
      'Run an operation of the contract through the caller’s execute(); what the contract lacks ' +
      'is added there, for all surfaces.',
    check: noImport({
      where: inside('lib/dialects'),
      banned: (target, _, file) =>
        !TRANSLATES_WITH.some((allowed) => allowed.test(target)) &&
        target !== 'lib/dialects/renamed' &&
        !inside(dialectOf(file))(target),
    }),
    bad: [
      source('lib/dialects/v1/x.ts', `import { db } from '@/lib/platform/db';`),
      source('lib/dialects/v1/x.ts', `import { sql } from '@/lib/platform/sql';`),
      source('lib/dialects/v1/x.ts', `import { findConnector } from '@/lib/catalog/service';`),
      source('lib/dialects/v1/x.ts', `import { startSync } from '@/lib/connections/service';`),
      source('lib/dialects/v1/x.ts', `import { authenticate } from '@/lib/access/service';`),
      source('lib/dialects/v1/x.ts', `import { execute } from '@/lib/api/execute';`),
      source('lib/dialects/v1/x.ts', `import { router } from '@/lib/dialects/trpc/router';`),
    ],
    good: [
      source(
        'lib/dialects/v1/x.ts',
        `import type { Caller } from '@/lib/api/caller';\nimport { STATUS } from '@/lib/dialects/v1/words';`,
      ),
    ],
  },
  {
    name: 'only platform/db.ts has the Prisma client',
    instead: 'Use prisma() from lib/platform/db, in a repository.ts.',
    check: noImport({
      where: (file) => file !== 'lib/platform/db.ts',
      banned: (target) => inside('lib/platform/prisma')(target) || target.startsWith('@prisma/'),
    }),
    bad: [
      source(
        'lib/runs/repository.ts',
        `import { PrismaClient } from '@/lib/platform/prisma/client';`,
      ),
      source('lib/runs/x.ts', `import { PrismaPg } from '@prisma/adapter-pg';`),
    ],
    good: [
      source('lib/platform/db.ts', `import { PrismaClient } from '@/lib/platform/prisma/client';`),
    ],
  },
  {
    name: 'Prisma is used in repositories only',
    instead: 'Move the query into the room’s repository.ts, with the workspace as an argument.',
    check: noImport({
      where: repositoriesOnly,
      banned: (target, { names }) => target === 'lib/platform/db' && /\bprisma\b/.test(names),
    }),
    bad: [
      source('lib/runs/service.ts', `import { prisma } from '@/lib/platform/db';`),
      source('lib/runs/service.ts', `import { db, prisma as p } from '@/lib/platform/db';`),
    ],
    good: [
      source('lib/runs/repository.ts', `import { prisma } from '@/lib/platform/db';`),
      source('lib/runs/service.ts', `import { transaction } from '@/lib/platform/db';`),
    ],
  },
];
