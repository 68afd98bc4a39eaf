import {
  QueryClient,
  QueryClientProvider,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { AppRouter } from '@/packages/client/src/trpc';

const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** The example of the documentation of that router, with a button to press. */
function SyncNow({ connectorId }: { connectorId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const status = useQuery(trpc.connector.getStatus.queryOptions({ connectorId }));
  const list = useQuery(trpc.connector.list.queryOptions());
  const syncMutation = useMutation(
    trpc.connector.triggerSync.mutationOptions({
      onSuccess: () => {
        // oxlint-disable-next-line typescript/no-floating-promises -- as the example has it
        queryClient.invalidateQueries({
          queryKey: trpc.connector.getStatus.queryKey(),
        });
      },
    }),
  );
  return (
    <main>
      <h1>{status.data?.name}</h1>
      <p>status: {status.data?.status}</p>
      <p>asked: {status.dataUpdatedAt}</p>
      <p>connectors: {list.data?.length}</p>
      <p>queued: {String(syncMutation.data?.queued)}</p>
      <p>full: {String(syncMutation.data?.fullSync)}</p>
      <button onClick={() => syncMutation.mutate({ connectorId, fullSync: false })}>Sync</button>
    </main>
  );
}

function Example({ connectorId }: { connectorId: string }) {
  const [queryClient] = useState(() => new QueryClient());
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/api/trpc' })] }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <SyncNow connectorId={connectorId} />
      </TRPCProvider>
    </QueryClientProvider>
  );
}

const connectorId = new URLSearchParams(window.location.search).get('connectorId') ?? '';
createRoot(document.getElementById('root')!).render(<Example connectorId={connectorId} />);
