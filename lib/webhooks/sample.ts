import { randomUUID } from 'node:crypto';
import { DomainError } from '@/lib/contract/errors';
import { receive } from '@/lib/webhooks/receive';
import { findEndpoint } from '@/lib/webhooks/repository';
import { secretsOf } from '@/lib/webhooks/secrets';
import { signStandard } from '@/lib/webhooks/sign';

/**
 * Delivers a sample event to an endpoint of Standard Webhooks, signed with its secret, through all
 * that a sender's delivery goes through. Answers the event's id. Throws no_webhook.
 */
export async function deliverSample(endpoint_id: string): Promise<string> {
  const endpoint = await findEndpoint(endpoint_id);
  if (!endpoint || endpoint.disabled_at !== null) throw new DomainError('no_webhook');
  const [secret = ''] = await secretsOf(endpoint);
  const id = `msg_sample_${randomUUID().replaceAll('-', '')}`;
  const body = JSON.stringify({
    type: 'inlet.sample',
    timestamp: new Date().toISOString(),
    data: { message: 'This sample was signed with your secret.' },
  });
  const { status } = await receive('standard', endpoint_id, {
    method: 'POST',
    query: '',
    headers: { 'content-type': 'application/json', ...signStandard(secret, id, body) },
    body: Buffer.from(body),
  });
  if (status >= 300) throw new Error(`the sample was answered with ${status}`);
  return id;
}
