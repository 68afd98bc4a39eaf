// Writes what the browser knows of the operations: their routes, without the schemas. Run by
// prepare.mjs whenever the contract changed.
import fs from 'node:fs';
import path from 'node:path';
import { OPERATIONS } from '@/lib/contract';

const lines = Object.values(OPERATIONS).map((op) => `  ${op.id}: '${op.method} ${op.path}',`);
fs.writeFileSync(
  path.join(import.meta.dirname, '../lib/contract/routes.gen.ts'),
  `// Written by scripts/routes.ts. Do not edit.
import type { OperationId } from '@/lib/contract';

/** Method and path of every operation. */
export const ROUTES = {
${lines.join('\n')}
} as const satisfies Record<OperationId, string>;
`,
);
