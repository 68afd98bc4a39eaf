import { findConnector } from '@/lib/catalog/service';
import { acceptedForms } from '@/lib/egress/service';
import { ok, plural, span, warn, type Finding } from '@/lib/operations/check';
import { clockOffsets } from '@/lib/operations/repository';

/** Less is the resolution of a Date header and the time an answer takes. */
const CLOCK_SECONDS = 30;

const nameOf = (type: string): string => findConnector(type)?.name ?? type;

/** Providers whose clock is not ours. Bookmarks go by theirs, so nothing is lost by it. */
export async function providerClocks(): Promise<Finding> {
  const off = (await clockOffsets()).filter((c) => Math.abs(c.seconds) >= CLOCK_SECONDS);
  if (off.length === 0) return ok('The clocks of the providers agree with ours.');
  return warn(
    `The clock of ${plural(off.length, 'provider is', 'providers are')} off by up to ` +
      `${span(Math.abs(off[0]!.seconds))}.`,
    'What is read goes by the provider’s own clock, so nothing is missed. If all of them ' +
      'are off alike, set the clock of this machine.',
    off.map((c) => [
      nameOf(c.connector_type),
      `${span(Math.abs(c.seconds))} ${c.seconds > 0 ? 'ahead of' : 'behind'} ours`,
    ]),
  );
}

/** Providers that refused the newest form of a request and accepted another. */
export async function providerForms(): Promise<Finding> {
  const accepted = await acceptedForms();
  if (accepted.length === 0) return ok('Every provider understands our requests as they are sent.');
  const facts = accepted.map(
    ({ app, of, form }) => [`${nameOf(app.split('/')[1] ?? '')}: ${of}`, form] as const,
  );
  return ok('Some providers accepted another form of a request; it is used from then on.', facts);
}
