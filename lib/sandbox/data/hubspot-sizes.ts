import type { Sizes } from '@/lib/sandbox/data/hubspot-kind';

/**
 * The sizes behind an account's name; null when there is no such account. `bulk-20000` has that
 * many contacts and nothing moves by itself.
 */
export function sizesOf(account: string): (Sizes & { moves: boolean }) | null {
  if (!sized.has(account)) sized.set(account, makeSizes(account));
  return sized.get(account)!;
}
const sized = new Map<string, (Sizes & { moves: boolean }) | null>();

function makeSizes(account: string): (Sizes & { moves: boolean }) | null {
  const none = {
    contacts: 0,
    companies: 0,
    deals: 0,
    tickets: 0,
    owners: 0,
    calls: 0,
    meetings: 0,
    notes: 0,
    tasks: 0,
    emails: 0,
  };
  const bulk = /^bulk-(\d{1,6})$/.exec(account);
  if (bulk) return { ...none, contacts: Number(bulk[1]), companies: 5, owners: 1, moves: false };
  if (account === 'acme')
    return {
      contacts: 1_240,
      companies: 310,
      deals: 180,
      tickets: 96,
      owners: 12,
      calls: 420,
      meetings: 260,
      notes: 380,
      tasks: 310,
      emails: 640,
      moves: true,
    };
  if (account === 'globex')
    return {
      contacts: 64,
      companies: 22,
      deals: 15,
      tickets: 9,
      owners: 4,
      calls: 18,
      meetings: 12,
      notes: 20,
      tasks: 14,
      emails: 30,
      moves: true,
    };
  if (['umbrella', 'initech', 'wayne', 'stark'].includes(account))
    return {
      contacts: 180,
      companies: 40,
      deals: 36,
      tickets: 24,
      owners: 5,
      calls: 40,
      meetings: 22,
      notes: 35,
      tasks: 30,
      emails: 60,
      moves: true,
    };
  return null;
}

/** The same for an account that is known to exist. */
export const sizesFor = (account: string): Sizes => sizesOf(account)!;
