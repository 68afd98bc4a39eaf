'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { RoleSelect, ROLE_WORDS } from '@/components/settings/role-select';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import type { Role } from '@/lib/contract/access';

/**
 * Makes an invitation and shows its link, once, to be sent by whatever means people use. Longer than
 * a screen: a form of two fields is.
 */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const change = useAccessActions();
  const owner = useSession().workspace.role === 'owner';
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [link, setLink] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      setLink((await change('createInvitation', { email: email.trim(), role })).url);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  if (link !== null) return <LinkShown link={link} email={email.trim()} onClose={onClose} />;
  return (
    <Dialog
      title={t('settings.inviteSomebody')}
      description={t('settings.youGetLinkSendThem')}
      onClose={onClose}
    >
      <form onSubmit={(e) => void submit(e)}>
        <DialogBody className="space-y-4">
          <Field
            id="invite-email"
            label={t('settings.email')}
            error={faultAt(state.error, 'email')}
          >
            {(control) => (
              <Input
                {...control}
                type="email"
                required
                autoFocus
                maxLength={200}
                autoComplete="off"
                value={email}
                onChange={(e) => setEmail(e.target.value)}
              />
            )}
          </Field>
          <Field id="invite-role" label={t('settings.role')} hint={t(ROLE_WORDS[role].may)}>
            {(control) => (
              <RoleSelect
                small={false}
                id={control.id}
                value={role}
                onChange={setRole}
                roles={owner ? ['member', 'admin', 'owner'] : ['member', 'admin']}
              />
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
          <Button type="submit" variant="primary" busy={state.busy}>
            {t('settings.createInvitationLink')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** The link, for the one time it can be shown. */
function LinkShown({ link, email, onClose }: { link: string; email: string; onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      locked
      title={t('settings.sendThemThisLink')}
      description={t('settings.itWorksOnceNotShown', { email })}
      onClose={onClose}
    >
      <DialogBody>
        <div className="flex gap-2">
          <Input
            readOnly
            autoFocus
            aria-label={t('settings.invitationLink')}
            value={link}
            onFocus={(e) => e.target.select()}
            className="font-mono"
          />
          <CopyButton text={link} label={t('settings.copyLink')} className="h-9">
            {t('settings.copy')}
          </CopyButton>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('settings.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
