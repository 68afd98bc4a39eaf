import { listAt, text, type Answer, type HandleAccount } from '@/lib/connectors/kit';

/** Pages of companies, schools and products are organizations alike; a person is not one. */
const ADDRESS = /^(?:https?:\/\/)?(?:[a-z]{2,3}\.|www\.)?linkedin\.com\/([a-z]+)\/([^/?#]+)/i;
const PEOPLE =
  'LinkedIn’s API does not show people’s profiles or posts to anybody but themselves. ' +
  'Only pages of organizations can be tracked: linkedin.com/company/…';
const ORGANIZATIONS = ['company', 'school', 'showcase', 'organization'];

/** The name of a page, as it is or in its address; null for addresses of anything else. */
export function pageName(input: string): string | null {
  const [, kind, name] = ADDRESS.exec(input.trim()) ?? [];
  if (kind !== undefined && !ORGANIZATIONS.includes(kind.toLowerCase())) return null;
  const handle = name === undefined ? input.trim().replace(/^@/, '') : decoded(name);
  return /^[\p{L}\p{N}&'_.-]{1,100}$/u.test(handle) ? handle : null;
}

/** Why the address of a person leads to nothing; null for every other input. */
export const unsupported = (input: string): string | null =>
  /^(in|pub)$/i.test(ADDRESS.exec(input.trim())?.[1] ?? '') ? PEOPLE : null;

/** The page a look-up by name found; null when it found none. */
export function pageIn({ body }: Answer): HandleAccount | null {
  const [page] = listAt(body, 'elements');
  const id = text(page, 'id');
  const handle = text(page, 'vanityName');
  if (id === null || handle === null) return null;
  return {
    external_account_id: id,
    handle,
    display_name: text(page, 'localizedName'),
    avatar_url: null,
    // Asked for by another call, when it is synced.
    followers: null,
    description: text(page, 'localizedDescription'),
    verified: null,
    protected: null,
    profile_url: `https://www.linkedin.com/company/${encodeURIComponent(handle)}`,
  };
}

/** LinkedIn's own notation: `@[Name](urn)`, `{hashtag|\#|tag}`, and a backslash before brackets. */
export function plainText(commentary: string | null): string | null {
  return (
    commentary
      ?.replace(/\{hashtag\|\\?#\|([^}]*)\}/g, '#$1')
      .replace(/@\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1') ?? null
  );
}

/** A name from an address; one that is not well encoded stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
