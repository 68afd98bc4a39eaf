import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { KnowledgePage } from '@/components/knowledge/knowledge-page';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';

export const generateMetadata = titled('knowledge.knowledgeSync');

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { workspace } = await params;
  const { id, connected, connection_error } = await searchParams;
  const client = new QueryClient();
  client.setQueryData(
    knowledgeQueries.connections(workspace).queryKey,
    await load(
      workspace,
      'listConnections',
      { connector_type: 'notion-knowledge' },
      `/${workspace}/knowledge-sync`,
    ),
  );
  return (
    <Hydrated client={client} rooms={['knowledge', 'connection', 'connections']}>
      <KnowledgePage
        asked={id ?? null}
        flash={{ connected: connected ?? null, connection_error: connection_error ?? null }}
      />
    </Hydrated>
  );
}
