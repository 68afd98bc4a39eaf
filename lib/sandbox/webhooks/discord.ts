import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Hook } from '@/lib/sandbox/kit/hooks';
import type { Posted, Telling } from '@/lib/sandbox/kit/telling';
import type { World } from '@/lib/sandbox/kit/world';
import { seconds } from '@/lib/sandbox/webhooks/sign';

/** The header of a private Ed25519 key in PKCS 8, before its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const keyOf = (account: string) =>
  createPrivateKey({
    key: Buffer.concat([PKCS8, createHash('sha256').update(`discord:${account}`).digest()]),
    format: 'der',
    type: 'pkcs8',
  });

/** The key an application's deliveries are signed with, as the developer portal shows it. */
export const verifyKey = (account: string): string =>
  Buffer.from(createPublicKey(keyOf(account)).export({ format: 'jwk' }).x!, 'base64url').toString(
    'hex',
  );

/** Discord's webhook events: Ed25519 over time and body. */
export const discord: Telling = {
  greet: (hook, world) => posted(hook, world, { version: 1, application_id: '1', type: 0 }),
  tell: (hook, { what, item }, world) =>
    posted(hook, world, {
      version: 1,
      application_id: '1',
      type: 1,
      event: {
        type: what === 'deleted' ? 'APPLICATION_DEAUTHORIZED' : 'APPLICATION_AUTHORIZED',
        timestamp: new Date(item.updated).toISOString(),
        data: { user: { id: item.id } },
      },
    }),
};

function posted({ account }: Hook, world: World, content: object): Posted {
  const body = JSON.stringify(content);
  const at = String(seconds(world.now()));
  const signature = sign(null, Buffer.from(at + body), keyOf(account)).toString('hex');
  return { headers: { 'x-signature-ed25519': signature, 'x-signature-timestamp': at }, body };
}
