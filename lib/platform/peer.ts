/**
 * In this header the server that owns the connections tells the routes which address is at the
 * other end of the connection. Nobody else can: what a client writes there is replaced.
 */
export const PEER_HEADER = 'x-inlet-peer';

const holder = globalThis as unknown as { inletTellsPeers?: true };

/** Said by that server once it replaces the header in every request of this process. */
export const tellPeers = (): void => {
  holder.inletTellsPeers = true;
};

/** The address at the other end; null where no server of ours is in front (`npm run dev`). */
export const peerOf = (headers: { get(name: string): string | null }): string | null =>
  holder.inletTellsPeers ? headers.get(PEER_HEADER) : null;
