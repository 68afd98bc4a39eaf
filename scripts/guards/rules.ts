import path from 'node:path';
import { importsOf, matches, withoutComments, type Import, type Source } from './sources.ts';

/**
 * A rule of the architecture: what it forbids, where, and what to do instead. `bad` must be
 * reported and `good` must not: a guard that cannot fail guards nothing.
 */
export interface Rule {
  name: string;
  instead: string;
  check: (source: Source) => string[];
  bad: Source[];
  good: Source[];
}

const MAX_LINES = 300;
/** Longer than that when formatting showed their size: each is to be split, and may only shrink. */
const TO_SPLIT: Record<string, number> = {
  'lib/sync/sync.db.test.ts': 303,
  'scripts/guards/rules.ts': 470,
};
const source = (file: string, text: string): Source => ({ file, text });
const isTest = (file: string): boolean =>
  /\.test\.tsx?$|(^|\/)(testing|test-session|fixtures)(\/|\.ts$)/.test(file);
/** Code that is shipped: not scripts, tests, benchmarks or tool configuration. */
const isProduct = (file: string): boolean =>
  /^(app|components|lib)\/.*\.tsx?$/.test(file) &&
  !isTest(file) &&
  !file.startsWith('lib/platform/prisma/') &&
  !file.endsWith('.gen.ts');
const inside =
  (...folders: string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`));

/**
 * The room a file or an `@/…` import belongs to: `lib/<room>`, `lib/connectors/<part>`,
 * `components`, `app`.
 */
function roomOf(file: string): string {
  const [top, second, third] = file.split('/');
  if (top !== 'lib') return top!;
  return second === 'connectors' ? `connectors/${(third ?? '').replace(/\.\w.*$/, '')}` : second!;
}

interface ImportBan {
  where: (file: string) => boolean;
  banned: (target: string, item: Import, file: string) => boolean;
}

/** Reports imports by their path inside the repository (`lib/…`), or by package name. */
const noImport =
  ({ where, banned }: ImportBan): Rule['check'] =>
  (src) =>
    where(src.file) && isProduct(src.file)
      ? importsOf(src)
          .filter((item) => banned(resolve(src.file, item.from), item, src.file))
          .map((item) => `${src.file}:${item.line} imports ${item.from}`)
      : [];

const resolve = (file: string, from: string): string =>
  from.startsWith('@/')
    ? from.slice(2)
    : from.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), from)
      : from;

const isOurs = (target: string): boolean => /^(app|components|lib)\//.test(target);
const only =
  (...allowed: string[]) =>
  (target: string): boolean =>
    isOurs(target) && !inside(...allowed)(target);

const noText =
  (pattern: RegExp, allowed: (file: string) => boolean = () => false): Rule['check'] =>
  (src) =>
    isProduct(src.file) && !allowed(src.file) ? matches(src, pattern) : [];

/** Doors of a room besides service.ts, each with its reason. */
const OTHER_DOORS: Record<string, RegExp> = {
  'lib/access/sign-in-route': /^lib\/api\/sign-in\.ts$/, // next-auth is loaded by its own endpoints only
  'lib/egress/sandbox-address': /^lib\/worker\//, // whoever starts the process says where the sandbox is
  'lib/sandbox/sandbox': /^lib\/worker\/local-sandbox\.ts$/,
  'lib/sandbox/server': /^lib\/worker\/local-sandbox\.ts$/,
  'lib/worker/local-sandbox': /^lib\/api\/sandbox-mount\.ts$/, // the sandbox's own pages, served by the same process
  'lib/worker/demo': /^app\/api\/setup\//,
  'lib/connectors/registry.gen': /^lib\/catalog\//,
};
/** Rooms that are made of several small modules on purpose. */
const OPEN_ROOMS = new Set(['platform', 'contract', 'client', 'api', 'web', 'connectors/kit']);

/** What of the contract a browser may load. */
const WITHOUT_SCHEMAS = /^lib\/contract\/(errors|state|routes\.gen)$/;

const repositoriesOnly = (file: string): boolean =>
  !/\/repository(-[\w-]+)?\.ts$/.test(file) && !inside('lib/platform', 'lib/records')(file);

export const RULES: Rule[] = [
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
        !inside('lib/connectors/kit', 'lib/contract')(target) &&
        !target.startsWith(`${file.replace(/^(lib\/connectors\/providers\/[^/.]+).*$/, '$1')}/`),
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
        `import { defineConnector } from '@/lib/connectors/kit';\nimport { NAMES } from '@/lib/connectors/providers/acme/names';`,
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
      'It speaks the provider’s own API, from the provider’s documents; sharing code with the connector would hide the connector’s mistakes.',
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
    name: 'a route is a shim of at most 15 lines beside its imports',
    instead: 'Move what it does into a service, or into lib/api.',
    check: ({ file, text }) =>
      /^app\/.*route\.ts$/.test(file) && countLines(withoutImports(text)) > 15
        ? [`${file} has ${countLines(withoutImports(text))} lines`]
        : [],
    bad: [source('app/x/route.ts', 'const a = 1;\n'.repeat(16))],
    good: [
      source(
        'app/x/route.ts',
        `import {\n  b,\n} from '@/lib/b/service';\n${'const a = 1;\n'.repeat(15)}\n// a comment\n`,
      ),
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
        `import { open } from '@/lib/vault/service';\nimport { seal } from '@/lib/sync/plan';\nimport { db } from '@/lib/platform/db';`,
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
  {
    name: 'events and the audit trail are written by lib/events',
    instead: 'Tell of the change with emit(), in its own transaction.',
    check: noText(/\b(INTO|UPDATE)\s+(audit_events|outbox)\b/, inside('lib/events')),
    bad: [source('lib/access/x.ts', 'sql`INSERT INTO audit_events (id) VALUES (1)`')],
    good: [source('lib/events/emit.ts', 'sql`INSERT INTO outbox (id) VALUES (1)`')],
  },
  {
    name: 'only platform/env.ts reads process.env',
    instead: 'Declare the setting in lib/platform/env.ts with a sentence, and use env().',
    check: noText(
      /\bprocess\s*\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/,
      (file) => file === 'lib/platform/env.ts',
    ),
    bad: [
      source('lib/sync/x.ts', `const url = process.env.DATABASE_URL;`),
      source('components/x.tsx', `const { env } = process;`),
      source('app/x/page.tsx', `process['env'].X`),
    ],
    good: [
      source('lib/platform/env.ts', `parseEnv(process.env)`),
      source('lib/sync/x.ts', `// process.env is read elsewhere\nprocess.exit(1);`),
    ],
  },
  {
    name: 'only egress fetches',
    instead:
      'Use send() of lib/egress/service: host policy, timeouts, size caps, retries and redaction are there.',
    check: noText(
      /(?<![.\w]|function )fetch\s*\(|\b(?:globalThis|window|self)\.fetch\b|=\s*fetch\s*[;,)]|from ['"](?:node:)?(?:https?|undici|axios|got)['"]/,
      (file) =>
        inside(
          'lib/egress',
          'lib/client',
          'lib/sandbox',
          'lib/web',
          'lib/worker/metrics-server.ts',
        )(file),
    ), // the last two only answer
    bad: [
      source('lib/oauth/x.ts', `await fetch(url);`),
      source('lib/connectors/providers/x.ts', `globalThis.fetch(url)`),
      source('lib/sync/x.ts', `import { request } from 'node:https';`),
      source('components/x.tsx', `const f = fetch;`),
    ],
    good: [
      source('lib/egress/http.ts', `await fetch(url)`),
      source('lib/api/x.ts', `sandbox.fetch(request); const prefetch = prefetch(x);`),
      source('lib/client/call.ts', 'await fetch(url)'),
    ],
  },
  {
    name: 'only the vault touches ciphers',
    instead: 'Use seal() and open() of lib/vault/service, which bind the ciphertext to its row.',
    check: noText(
      /\bcreate(?:C|Dec)ipher(?:iv)?\b|\bsubtle\.(?:en|de)crypt\b/,
      inside('lib/vault'),
    ),
    bad: [
      source('lib/oauth/x.ts', `import { createCipheriv } from 'node:crypto';`),
      source('lib/oauth/x.ts', `createDecipheriv('aes-256-gcm', k, n)`),
      source('lib/x/y.ts', `crypto.subtle.encrypt(a, k, d)`),
    ],
    good: [
      source('lib/vault/keyring.ts', `createCipheriv('aes-256-gcm', k, n)`),
      source('lib/oauth/x.ts', `createHash('sha256')`),
    ],
  },
  {
    name: 'no Server Actions',
    instead: 'Use an operation and a React Query mutation.',
    check: ({ file, text }) =>
      /\.tsx?$/.test(file) && isProduct(file)
        ? matches({ file, text }, /^\s*['"]use server['"]/m)
        : [],
    bad: [
      source('app/x/actions.ts', `'use server';\nexport async function a() {}`),
      source('components/x.tsx', `async function a() {\n  "use server";\n}`),
    ],
    good: [source('components/x.tsx', `'use client';`)],
  },
  {
    name: 'zod is imported whole',
    instead: "import * as z from 'zod': a named import keeps the whole library in browser bundles.",
    check: ({ file, text }) =>
      /\.(ts|tsx|mjs)$/.test(file)
        ? importsOf({ file, text })
            .filter((i) => /^zod(\/|$)/.test(i.from) && !/^\s*\*\s+as\s+z\s*$/.test(i.names))
            .map((i) => `${file}:${i.line}`)
        : [],
    bad: [
      source('lib/x/y.ts', `import { z } from 'zod';`),
      source('lib/x/y.ts', `import z from 'zod';`),
      source('lib/x/y.ts', `import type { ZodType } from 'zod';`),
    ],
    good: [
      source('lib/x/y.ts', `import * as z from 'zod';`),
      source('lib/x/y.ts', `import type * as z from 'zod';`),
    ],
  },
  {
    name: 'other folders are imported as @/…',
    instead: 'Write the path from the root: the import rules above read it.',
    check: ({ file, text }) =>
      /^(app|components|lib)\/.*\.tsx?$/.test(file)
        ? importsOf({ file, text })
            .filter((i) => i.from.startsWith('../'))
            .map((i) => `${file}:${i.line} imports ${i.from}`)
        : [],
    bad: [source('lib/sync/x.ts', `import { a } from '../vault/service';`)],
    good: [
      source(
        'lib/sync/x.ts',
        `import { a } from './plan';\nimport { b } from '@/lib/vault/service';`,
      ),
    ],
  },
  {
    name: 'names are exported by name',
    instead:
      'Use a named export; only pages, connectors, sandbox providers and tool configuration export a default.',
    check: noText(
      /^export\s+default\b|\bas\s+default\b/m,
      (file) =>
        /^app\/.*\/?(page|layout|loading|error|not-found|template|default|icon|global-error)\.tsx?$/.test(
          file,
        ) || inside('lib/connectors/providers', 'lib/sandbox/providers')(file),
    ),
    bad: [
      source('lib/x/y.ts', `export default function a() {}`),
      source('components/x.tsx', `export { A as default };`),
    ],
    good: [
      source('app/page.tsx', `export default function Page() {}`),
      source('lib/connectors/providers/x.ts', `export default defineConnector({});`),
    ],
  },
  {
    name: `files have at most ${MAX_LINES} lines`,
    instead: 'Split it by what its parts are about.',
    check: ({ file, text }) =>
      /^(app|components|lib|scripts|bench|e2e)\/.*\.(tsx?|mjs)$/.test(file) &&
      countLines(text) > (TO_SPLIT[file] ?? MAX_LINES)
        ? [`${file} has ${countLines(text)} lines of code`]
        : [],
    bad: [source('lib/x/y.ts', 'const a = 1;\n'.repeat(301))],
    good: [source('lib/x/y.ts', `${'const a = 1;\n'.repeat(300)}\n\n// one\n/** two */\n`)],
  },
];

const withoutImports = (text: string): string => text.replace(/^import [^;]*;$/gm, '');

/** Lines that are neither blank nor comment. */
const countLines = (text: string): number =>
  withoutComments(text)
    .split('\n')
    .filter((line) => line.trim() !== '').length;

/** Circles between rooms of lib, each as `a → b → a`. */
export function roomCircles(sources: Source[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const src of sources.filter(({ file }) => isProduct(file) && file.startsWith('lib/'))) {
    const from = roomOf(src.file);
    for (const { from: target } of importsOf(src)) {
      const to = target.startsWith('@/lib/') ? roomOf(target.slice(2)) : from;
      if (to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const circles = new Set<string>();
  const walk = (room: string, path_: string[]): void => {
    const at = path_.indexOf(room);
    if (at >= 0) return void circles.add([...path_.slice(at), room].join(' → '));
    if (path_.length > 12) return;
    for (const next of edges.get(room) ?? []) walk(next, [...path_, room]);
  };
  for (const room of edges.keys()) walk(room, []);
  return [...circles];
}
