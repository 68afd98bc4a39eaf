'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { AccountCard, type Account } from '@/components/connections/account-card';
import { AlreadyConnected } from '@/components/connections/already-connected';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';
import type { CatalogEntry } from '@/lib/contract/catalog';

/**
 * Finds the account behind a public handle and lets the person confirm it before anything is
 * tracked. Longer than a screen: it holds the three steps and what each leaves for the next.
 */
export function ConnectHandle({ entry, onClose }: { entry: CatalogEntry; onClose: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const { create } = useConnectionActions();
  const [handle, setHandle] = useState('');
  const [account, setAccount] = useState<Account | null>(null);
  const [existing, setExisting] = useState<string | null>(null);
  const [work, setWork] = useState<{ busy: boolean; error: unknown; missing: boolean }>({
    busy: false,
    error: null,
    missing: false,
  });

  const run = async (job: () => Promise<void>) => {
    if (work.busy) return;
    setWork({ busy: true, error: null, missing: false });
    try {
      await job();
      setWork({ busy: false, error: null, missing: false });
    } catch (error) {
      setWork({ busy: false, error, missing: false });
    }
  };
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (handle.trim() === '') return setWork({ busy: false, error: null, missing: true });
    void run(async () => {
      const found = await call(
        'resolveHandle',
        { connector_type: entry.type, handle: handle.trim() },
        { workspace },
      );
      setExisting(found.existing_id);
      setAccount(found.account);
    });
  };
  const track = (found: Account) =>
    void run(async () => {
      const answer = await create({
        connector_type: entry.type,
        account_handle: found.handle,
        external_account_id: found.external_account_id,
        ...(found.display_name ? { display_name: found.display_name } : {}),
        ...(found.avatar_url ? { avatar_url: found.avatar_url } : {}),
        ...(found.followers === null ? {} : { followers: found.followers }),
      });
      if (answer.mode === 'already_connected' && answer.existing_id)
        return setExisting(answer.existing_id);
      say('success', t('connections.tracking', { handle: found.handle }));
      onClose();
    });

  if (existing)
    return (
      <AlreadyConnected
        name={`@${account?.handle ?? handle}`}
        existing_id={existing}
        onClose={onClose}
      />
    );
  if (account)
    return (
      <ConfirmAccount
        account={account}
        {...work}
        onBack={() => setAccount(null)}
        onTrack={() => track(account)}
      />
    );
  return (
    <form onSubmit={find} noValidate>
      <DialogBody className="space-y-5">
        <Field
          id="handle"
          label={t('connections.publicHandle')}
          hint={t('connections.theHandleOrAddressProfile')}
          error={work.missing ? t('connections.enterHandle') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={200}
              placeholder={entry.handle_placeholder ?? '@acme'}
              value={handle}
              onChange={(e) => setHandle(e.target.value)}
            />
          )}
        </Field>
        <ProblemNote error={work.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.cancel')}</Button>
        <Button type="submit" variant="primary" busy={work.busy}>
          {t('connections.findAccount')}
        </Button>
      </DialogFooter>
    </form>
  );
}

function ConfirmAccount({
  account,
  busy,
  error,
  onBack,
  onTrack,
}: {
  account: Account;
  busy: boolean;
  error: unknown;
  onBack: () => void;
  onTrack: () => void;
}) {
  const t = useTranslations();
  return (
    <>
      <DialogBody className="space-y-4">
        <AccountCard account={account} />
        {account.protected ? (
          <p className="text-muted flex items-center gap-2 text-xs">
            <Lock aria-hidden className="size-3.5" />
            {t('connections.thisAccountProtectedItsPosts')}
          </p>
        ) : null}
        <ProblemNote error={error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>{t('connections.notThisOne')}</Button>
        <Button autoFocus variant="primary" busy={busy} onClick={onTrack}>
          {t('connections.thisTrack')}
        </Button>
      </DialogFooter>
    </>
  );
}
