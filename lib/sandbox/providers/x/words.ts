import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Refusal } from '@/lib/sandbox/kit/refusal';

const TYPES = 'https://api.twitter.com/2/problems/';

function problem(
  status: number,
  title: string,
  type: string,
  detail: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Reply {
  return json(
    status,
    { title, type, detail, status, ...more },
    { 'content-type': 'application/problem+json', ...headers },
  );
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Refusals in X's words: problem details as in its API description, 2.166. */
export function refuse(refusal: Refusal, call: Call): Reply {
  const { status, why, message, parameter = '', value = '', wait_s } = refusal;
  if (why.endsWith('_parameter'))
    return problem(
      400,
      'Invalid Request',
      `${TYPES}invalid-request`,
      'One or more parameters to your request was invalid.',
      { errors: [{ parameters: { [parameter]: [value] }, message: sentenceOf(refusal) }] },
    );
  const title = TITLES[status] ?? message;
  const detail = ['no_endpoint', 'method'].includes(why) || status === 400 ? message : title;
  const limits: Record<string, string> =
    status === 429 && wait_s !== undefined
      ? {
          'x-rate-limit-limit': '300',
          'x-rate-limit-remaining': '0',
          'x-rate-limit-reset': String(Math.ceil(call.now / 1000) + wait_s),
        }
      : {};
  return problem(status, title, 'about:blank', detail, {}, limits);
}

function sentenceOf({ why, parameter, value, phrase, allowed = [] }: Refusal): string {
  if (why === 'unknown_parameter')
    return `The query parameter [${parameter}] is not one of [${allowed.toSorted().join(',')}]`;
  if (why === 'missing_parameter') return `The \`${parameter}\` query parameter can not be empty`;
  return `The \`${parameter}\` query parameter value [${value}] ${phrase}`;
}

/** Partial errors: they stand beside what was found, in an answer that is a good one. */
export const missing = (
  resource_type: 'user' | 'tweet',
  parameter: string,
  value: string,
  detail = `Could not find ${resource_type} with ${parameter}: [${value}].`,
) => ({
  value,
  detail,
  title: 'Not Found Error',
  resource_type,
  parameter,
  resource_id: value,
  type: `${TYPES}resource-not-found`,
});

export const unauthorized = (
  resource_type: 'user' | 'tweet',
  parameter: string,
  value: string,
) => ({
  value,
  detail: `Sorry, you are not authorized to see the ${resource_type} with ${parameter}: [${value}].`,
  title: 'Authorization Error',
  resource_type,
  parameter,
  resource_id: value,
  section: 'data',
  type: `${TYPES}not-authorized-for-resource`,
});
