import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Connector, RequestSpec } from '@/lib/connectors/kit';
import { refusesForm } from '@/lib/connectors/kit';
import type { Transport } from '@/lib/connectors/testing/walk';
import { assertAllowed } from '@/lib/egress/policy';
import { parseJson } from '@/lib/platform/json';

const TIMEOUT_MS = 30_000;

/**
 * The provider itself, for `npm run try -- --live` alone: to declared hosts only, one request after
 * the other, no faster than the narrowest limit. Egress proper keeps its budgets in the database.
 */
export function overTheNet({ hosts, limits }: Connector): Transport {
  const pause_ms = Math.max(0, ...limits.map((limit) => limit.per_ms / limit.requests));
  const one = async (spec: RequestSpec, headers: Record<string, string>): Promise<Answer> => {
    const url = new URL(spec.url);
    assertAllowed(url, hosts);
    for (const [name, value] of Object.entries(spec.query ?? {}))
      for (const each of [value].flat())
        if (each !== undefined) url.searchParams.append(name, String(each));
    const response = await fetch(url, {
      method: spec.method ?? 'GET',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...headers,
        ...spec.headers,
        ...(spec.json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...bodyOf(spec),
    });
    await sleep(pause_ms);
    return answerOf(response, await response.text());
  };
  return async (spec, headers) => {
    if (!spec.forms) return one(spec, headers);
    let answer: Answer | null = null;
    for (const form of spec.forms.all) {
      answer = await one(form.spec, headers);
      if (!refusesForm(answer, spec.forms, new URL(form.spec.url).pathname)) break;
    }
    return answer!;
  };
}

function bodyOf({ json, form }: RequestSpec): { body?: BodyInit } {
  if (json !== undefined) return { body: JSON.stringify(json) };
  return form ? { body: new URLSearchParams(form) } : {};
}

function answerOf({ status, headers }: Response, text: string): Answer {
  const said = { status, headers: Object.fromEntries(headers) };
  try {
    return { ...said, body: parseJson(text), is_json: true };
  } catch {
    return { ...said, body: text, is_json: false };
  }
}
