'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

/** The channel of a chat that is told, for the whole workspace. */
export function ChatCard() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const mayWrite = useCan('workspace:write');
  const { data } = useQuery(queries.chatHook(workspace));
  if (!data || (!data.chat && !mayWrite)) return null;
  return (
    <Card aria-labelledby="chat">
      <CardHeader id="chat" title={t('notifications.aChannelYourChat')}>
        {data.chat ? (
          <Badge tone={data.chat.error ? 'warn' : 'accent'}>
            {data.chat.error ? t('notifications.notReached') : t('notifications.told')}
          </Badge>
        ) : null}
      </CardHeader>
      <div className="p-4 text-xs">
        {data.chat ? <Told chat={data.chat} mayWrite={mayWrite} /> : <SetUp />}
      </div>
    </Card>
  );
}

type Chat = NonNullable<Output<'getChatHook'>['chat']>;

function Told({ chat, mayWrite }: { chat: Chat; mayWrite: boolean }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const remove = async () => {
    await call('removeChatHook', {}, { workspace });
    await client.invalidateQueries({ queryKey: keys.chatHook(workspace) });
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted text-pretty">
        {chat.error ?? t('notifications.aChannelAtToldEverything', { host: chat.host })}{' '}
        <Time iso={chat.set_at} prefix={t('notifications.setAt')} />
      </p>
      {mayWrite ? (
        <Button
          onClick={() => void attempt(remove(), t('notifications.theChannelToldNothingMore'))}
        >
          {t('notifications.tellNothingMore')}
        </Button>
      ) : null}
    </div>
  );
}

function SetUp() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      await call('setChatHook', { url: url.trim() }, { workspace });
      await client.invalidateQueries({ queryKey: keys.chatHook(workspace) });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const fault = faultAt(state.error, 'url');
  return (
    <form onSubmit={(e) => void submit(e)} className="flex max-w-md flex-col gap-3">
      <Field
        id="chat-url"
        label={t('notifications.addressItsIncomingWebhook')}
        hint={t('notifications.fromSlackOrFromChat')}
        error={fault}
      >
        {(control) => (
          <SecretInput
            {...control}
            what={t('notifications.address')}
            autoComplete="off"
            maxLength={500}
            required
            value={url}
            onChange={(e) => setUrl(e.target.value)}
          />
        )}
      </Field>
      {fault ? null : <ProblemNote error={state.error} />}
      <div>
        <Button type="submit" busy={state.busy}>
          {t('notifications.tellThisChannel')}
        </Button>
      </div>
    </form>
  );
}
