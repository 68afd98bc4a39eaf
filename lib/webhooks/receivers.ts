import { discord } from '@/lib/webhooks/providers/discord';
import { github } from '@/lib/webhooks/providers/github';
import { gmail } from '@/lib/webhooks/providers/gmail';
import { hubspot } from '@/lib/webhooks/providers/hubspot';
import { linear } from '@/lib/webhooks/providers/linear';
import { microsoft } from '@/lib/webhooks/providers/microsoft';
import { slack } from '@/lib/webhooks/providers/slack';
import { standard } from '@/lib/webhooks/providers/standard';
import { stripe } from '@/lib/webhooks/providers/stripe';
import { telegram } from '@/lib/webhooks/providers/telegram';
import { twilio } from '@/lib/webhooks/providers/twilio';
import { whatsapp } from '@/lib/webhooks/providers/whatsapp';
import type { Receiver } from '@/lib/webhooks/receiver';

/** Every provider whose webhooks are received. */
export const RECEIVERS: readonly Receiver[] = [
  telegram,
  slack,
  discord,
  whatsapp,
  twilio,
  gmail,
  github,
  linear,
  stripe,
  hubspot,
  microsoft,
  standard,
];

const bySlug = new Map(RECEIVERS.map((receiver) => [receiver.slug, receiver]));

/** The receiver of that name; undefined: there is none. */
export const findReceiver = (slug: string): Receiver | undefined => bySlug.get(slug);
