import type { AnyOperation } from '@/lib/contract';

/** Stands for a key in every snippet until somebody puts theirs in. */
export const KEY_PLACEHOLDER = 'inlet_sk_live_your_key';

interface Sent {
  address: string;
  body: string | null;
}

/** The address and body an input is sent as. */
function sent(op: AnyOperation, origin: string, input: Record<string, unknown>): Sent {
  const rest = { ...input };
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (op.method !== 'GET' && op.method !== 'DELETE')
    return {
      address: `${origin}${path}`,
      body: Object.keys(rest).length > 0 ? JSON.stringify(rest, null, 2) : null,
    };
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  return { address: `${origin}${path}${query.size > 0 ? `?${query}` : ''}`, body: null };
}

/** A command that makes the call in a shell. */
export function curlOf(op: AnyOperation, origin: string, input: Record<string, unknown>): string {
  const { address, body } = sent(op, origin, input);
  const lines = [
    `curl ${op.method === 'GET' ? '' : `-X ${op.method} `}'${address}'`,
    `  -H 'X-API-Key: ${KEY_PLACEHOLDER}'`,
  ];
  if (body !== null) {
    lines.push(`  -H 'Content-Type: application/json'`);
    lines.push(`  -d '${body.replaceAll("'", `'\\''`)}'`);
  }
  return lines.join(' \\\n');
}

/** A module that makes the call, in Node or a browser. */
export function typescriptOf(
  op: AnyOperation,
  origin: string,
  input: Record<string, unknown>,
): string {
  const { address, body } = sent(op, origin, input);
  const indented = body?.split('\n').join('\n  ');
  const options = [
    ...(op.method === 'GET' ? [] : [`  method: '${op.method}',`]),
    body === null
      ? `  headers: { 'X-API-Key': '${KEY_PLACEHOLDER}' },`
      : `  headers: { 'X-API-Key': '${KEY_PLACEHOLDER}', 'Content-Type': 'application/json' },`,
    ...(indented === undefined ? [] : [`  body: JSON.stringify(${indented}),`]),
  ];
  return [
    `const response = await fetch('${address}', {`,
    ...options,
    '});',
    'const answer: unknown = await response.json();',
    'if (!response.ok) throw new Error(JSON.stringify(answer));',
    'console.log(answer);',
  ].join('\n');
}
