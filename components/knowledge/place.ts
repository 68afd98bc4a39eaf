/** The address of the page on which an outbound connection is set up and watched. */
export const knowledgeSyncOf = (workspace: string, { id }: { id: string }): string =>
  `/${workspace}/knowledge-sync?id=${id}`;
