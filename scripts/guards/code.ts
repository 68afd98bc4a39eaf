import { inside, isProduct, noText, source, type Rule } from './rule.ts';
import { importsOf, matches } from './sources.ts';

const FETCHING = [
  /(?<![.\w]|function )fetch\s*\(|\b(?:globalThis|window|self)\.fetch\b|=\s*fetch\s*[;,)]/,
  /from ['"](?:node:)?(?:https?|undici|axios|got)['"]/,
];
/** lib/web and the metrics server only answer; the snippets only say how somebody else would. */
const mayFetch = inside(
  'lib/egress',
  'lib/client',
  'lib/sandbox',
  'lib/web',
  'lib/worker/metrics-server.ts',
  'lib/contract/examples/snippets.ts',
);

/** What may be written where. */
export const CODE_RULES: Rule[] = [
  {
    name: 'events and the audit trail are written by lib/events',
    instead: 'Tell of the change with emit(), in its own transaction.',
    check: noText(/\b(INTO|UPDATE)\s+(audit_events|outbox)\b/, inside('lib/events')),
    bad: [source('lib/access/x.ts', 'sql`INSERT INTO audit_events (id) VALUES (1)`')],
    good: [source('lib/events/emit.ts', 'sql`INSERT INTO outbox (id) VALUES (1)`')],
  },
  {
    name: 'chaos tests read no job engine’s table',
    instead: 'Read runs and connections: what is promised holds on every engine.',
    check: (src) => (inside('chaos')(src.file) ? matches(src, /\bpgboss\s*\.|\bjob_outbox\b/) : []),
    bad: [
      source('chaos/x.chaos.ts', 'sql`SELECT 1 FROM pgboss.job`'),
      source('chaos/fixtures/x.ts', 'sql`DELETE FROM job_outbox`'),
    ],
    good: [source('chaos/x.chaos.ts', 'sql`SELECT 1 FROM sync_runs`')],
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
    check: (src) => FETCHING.flatMap((pattern) => noText(pattern, mayFetch)(src)),
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
        /^app\/.*\/?(page|layout|loading|error|not-found|template|default|icon|global-error|i18n\/request)\.tsx?$/.test(
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
];
