import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import { bytesOf } from '@/lib/sandbox/kit/call';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/** Notes what a served sandbox is asked from now on, and what it answers. */
export function keepExchanges(sandbox: Sandbox): Exchange[] {
  const kept: Exchange[] = [];
  const answer = sandbox.answer;
  sandbox.answer = (incoming) => {
    const reply = answer(incoming);
    const [, host = '', ...rest] = incoming.path.split('/');
    kept.push({
      method: incoming.method,
      host,
      path: `/${rest.join('/')}`,
      query: incoming.query,
      request: { type: typeOf(incoming.header('content-type')), text: incoming.body },
      response: {
        status: reply.status,
        type: typeOf(reply.headers['content-type']),
        text: bytesOf(reply).toString(),
      },
    });
    return reply;
  };
  return kept;
}

const typeOf = (header: string | null | undefined): string =>
  (header ?? '').split(';')[0]!.trim().toLowerCase();
