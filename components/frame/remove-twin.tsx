'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '@/components/hooks/use-workspace';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { call } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';

/** Asks once, and removes the sandbox twin of a workspace; from within it, leads back to its workspace. */
export function RemoveTwin({ name, onClose }: { name: string; onClose: () => void }) {
  const { workspace } = useSession();
  const of = workspace.twin_of?.slug ?? workspace.slug;
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={`Remove ${name}?`}
      action="Remove it"
      onClose={onClose}
      confirm={async () => {
        await call('deleteSandboxTwin', {}, { workspace: of });
        if (workspace.twin_of) window.location.assign(`/${of}/connections`);
        else await client.invalidateQueries({ queryKey: keys.setUp(of) });
      }}
    >
      <p>Its connections, their made-up records and their history go with it.</p>
    </ConfirmDialog>
  );
}
