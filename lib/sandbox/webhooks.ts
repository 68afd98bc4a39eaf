import type { Telling } from '@/lib/sandbox/kit/telling';
import { discord } from '@/lib/sandbox/webhooks/discord';
import { gmail } from '@/lib/sandbox/webhooks/gmail';
import { github } from '@/lib/sandbox/webhooks/github';
import { hubspot } from '@/lib/sandbox/webhooks/hubspot';
import { linear } from '@/lib/sandbox/webhooks/linear';
import { o365, outlook } from '@/lib/sandbox/webhooks/graph';
import { slack } from '@/lib/sandbox/webhooks/slack';
import { stripe } from '@/lib/sandbox/webhooks/stripe';
import { telegram } from '@/lib/sandbox/webhooks/telegram';

/** How each provider tells of what happens, by its name. */
export const TELLINGS: Readonly<Record<string, Telling>> = {
  discord,
  github,
  gmail,
  hubspot,
  linear,
  o365,
  outlook,
  slack,
  stripe,
  telegram,
};
