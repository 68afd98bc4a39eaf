import { findConnector } from '@/lib/catalog/service';
import { recordsOf } from '@/lib/connections/service';
import { fetchPicture, type Picture } from '@/lib/egress/service';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import { pictureAddress } from '@/lib/metrics/repository';

/** Which picture: of a post of a connection, counted from 0 as the post's media are. */
export interface PictureOf {
  id: string;
  post: string;
  index: number;
}

/**
 * A picture of a post, or the still of its film, fetched from where the stored record says it is:
 * nobody who asks can name an address. Throws connection_not_found, forbidden (somebody else's
 * personal connection), not_found, and what `fetchPicture` throws.
 */
export async function pictureOfPost(principal: Principal, asked: PictureOf): Promise<Picture> {
  const row = await recordsOf(principal, asked.id);
  const connector = findConnector(row.connector_type);
  const streams = (connector?.streams ?? []).filter((s) => s.entity === 'posts').map((s) => s.name);
  const address = await pictureAddress(row.id, streams, asked);
  if (address === null) throw new DomainError('not_found');
  const { mode } = principal.workspace;
  return fetchPicture(address, { hosts: connector?.picture_hosts ?? [], mode });
}
