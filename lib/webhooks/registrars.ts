import { discord } from '@/lib/webhooks/registrars/discord';
import { github } from '@/lib/webhooks/registrars/github';
import { gmail } from '@/lib/webhooks/registrars/gmail';
import { microsoft } from '@/lib/webhooks/registrars/microsoft';
import { stripe } from '@/lib/webhooks/registrars/stripe';
import { telegram } from '@/lib/webhooks/registrars/telegram';
import type { Registrar } from '@/lib/webhooks/registrar';

/** Every provider that can be asked to deliver to us. */
export const REGISTRARS: readonly Registrar[] = [
  telegram,
  discord,
  github,
  stripe,
  microsoft,
  gmail,
];

/** The registrar of a receiver; undefined: a person registers the address at the provider. */
export const findRegistrar = (provider: string): Registrar | undefined =>
  REGISTRARS.find((one) => one.provider === provider);
