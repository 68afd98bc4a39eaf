'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ChatCard } from '@/components/notifications/chat-card';
import { Card, CardHeader } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { IncidentKind } from '@/lib/contract/notifications';

type Preferences = Output<'getNotificationPreferences'>;

/** What the person hears of in this workspace, and how; and which channel of a chat is told. */
export function PreferencesPage() {
  const workspace = useWorkspace();
  const mayRead = useCan('workspace:read');
  const preferences = useQuery(queries.preferences(workspace));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title="Notification settings">
        What you hear of in this workspace. Owners and admins hear of every connection, others of
        those that are theirs.
      </PageHeader>
      <Card aria-labelledby="mine">
        <CardHeader id="mine" title="You" />
        {preferences.isPending ? <SkeletonRows rows={3} label="Loading settings" /> : null}
        {preferences.isError ? (
          <ErrorState error={preferences.error} retry={() => void preferences.refetch()} />
        ) : null}
        {preferences.data ? <Mine preferences={preferences.data} /> : null}
      </Card>
      {mayRead ? <ChatCard /> : null}
    </div>
  );
}

const KINDS: readonly { kind: IncidentKind; label: string; hint: string }[] = [
  {
    kind: 'needs_reauth',
    label: 'Somebody has to reconnect',
    hint: 'A provider no longer accepts an authorization or a key.',
  },
  {
    kind: 'grant_ending',
    label: 'An authorization ends within a week',
    hint: 'Some providers let one last only so long.',
  },
  { kind: 'failing', label: 'Syncs fail', hint: 'It is tried again by itself meanwhile.' },
  {
    kind: 'auto_paused',
    label: 'A connection was paused by itself',
    hint: 'Its syncs failed again and again, and nothing came in for a week.',
  },
  {
    kind: 'deletions_held',
    label: 'Deletions wait for a yes',
    hint: 'So many records are gone at the provider that it looks like a mistake.',
  },
];

function Mine({ preferences: { email, muted, email_possible } }: { preferences: Preferences }) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const save = async (change: Partial<Input<'setNotificationPreferences'>>) => {
    const input = { email, muted, ...change };
    client.setQueryData(keys.preferences(workspace), { ...input, email_possible });
    try {
      await call('setNotificationPreferences', input, { workspace });
    } finally {
      await client.invalidateQueries({ queryKey: keys.preferences(workspace) });
    }
  };
  return (
    <div className="flex flex-col gap-5 p-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="text-muted text-2xs mb-1">You hear when</legend>
        {KINDS.map(({ kind, label, hint }) => (
          <Checkbox
            key={kind}
            hint={hint}
            checked={!muted.includes(kind)}
            onChange={({ target: { checked } }) =>
              void attempt(
                save({
                  muted: checked ? muted.filter((one) => one !== kind) : [...muted, kind],
                }),
              )
            }
          >
            {label}
          </Checkbox>
        ))}
      </fieldset>
      <div className="max-w-xs">
        <label htmlFor="by-mail" className="text-muted text-2xs mb-1 block">
          By e-mail
        </label>
        <Select
          id="by-mail"
          value={email}
          onChange={(e) => void attempt(save({ email: e.target.value as Preferences['email'] }))}
        >
          <option value="at_once">At once</option>
          <option value="daily">Once a day, at 08:00 UTC</option>
          <option value="never">Never</option>
        </Select>
        {email_possible ? null : (
          <p className="text-muted text-2xs mt-1.5 text-pretty">
            This installation sends no e-mail yet: SMTP_URL is not set. The inbox is told all the
            same.
          </p>
        )}
      </div>
    </div>
  );
}
