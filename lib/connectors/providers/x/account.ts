import { at, numberAt, text, type Answer, type HandleAccount } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** Paths of x.com that are not people. */
const NOT_PEOPLE = [
  'home',
  'explore',
  'search',
  'i',
  'intent',
  'share',
  'settings',
  'messages',
  'notifications',
  'hashtag',
  'login',
  'signup',
  'tos',
  'privacy',
];

/** The handle, as it is or in the address of a profile; null for anything else. */
export function handleIn(input: string): string | null {
  const trimmed = input.trim();
  const address = /^(?:https?:\/\/)?(?:www\.|mobile\.)?(?:x|twitter)\.com\/@?([^/?#]+)/i.exec(
    trimmed,
  );
  const handle = address ? address[1]! : trimmed.replace(/^@/, '');
  const isPath = address !== null && NOT_PEOPLE.includes(handle.toLowerCase());
  return /^[A-Za-z0-9_]{1,15}$/.test(handle) && !isPath ? handle : null;
}

/** An unknown or suspended handle is a good answer without data. */
export function accountIn({ body }: Answer): HandleAccount | null {
  const id = text(body, 'data.id');
  const handle = text(body, 'data.username');
  if (id === null || handle === null) return null;
  return {
    external_account_id: id,
    handle,
    display_name: text(body, 'data.name'),
    avatar_url: text(body, 'data.profile_image_url'),
    followers: numberAt(body, 'data.public_metrics.followers_count'),
    description: text(body, 'data.description'),
    verified: truth(body, 'data.verified'),
    protected: truth(body, 'data.protected'),
    profile_url: `https://x.com/${handle}`,
  };
}

function truth(body: Json, path: string): boolean | null {
  const found = at(body, path);
  return typeof found === 'boolean' ? found : null;
}
