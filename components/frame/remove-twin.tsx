'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useSession } from '@/components/hooks/use-workspace';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { call } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';

/** Asks once, and removes the sandbox twin of a workspace; from within it, leads back to its workspace. */
export function RemoveTwin({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations();
  const { workspace } = useSession();
  const of = workspace.twin_of?.slug ?? workspace.slug;
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('frame.askRemove', { name })}
      action={t('frame.remove')}
      onClose={onClose}
      confirm={async () => {
        await call('deleteSandboxTwin', {}, { workspace: of });
        if (workspace.twin_of) window.location.assign(`/${of}/connections`);
        else await client.invalidateQueries({ queryKey: keys.setUp(of) });
      }}
    >
      <p>{t('frame.itsConnectionsTheirMadeUp')}</p>
    </ConfirmDialog>
  );
}
