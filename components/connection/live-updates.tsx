'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Input } from '@/components/ui/input';
import { English } from '@/components/ui/said';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { MessageKey, Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';

/** Connectors whose provider we can ask to deliver, and what it wants to be told beside. */
const ASKS: Readonly<Record<string, { field: string; label: MessageKey } | null>> = {
  github: { field: 'repository', label: 'connection.repositoryAsOwnerName' },
  stripe: null,
};

/** Whether the provider tells of changes as they happen, and how to have it do so. */
export function LiveUpdates({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const live = useQuery(queries.liveUpdates(workspace, c.id));
  const canAsk = c.connector_type in ASKS;
  if (!live.data) return null;
  const isSilent = live.data.live_updates === 'none' && live.data.detail === null;
  if (isSilent && !canAsk) return null;
  return (
    <Card aria-labelledby="live">
      <CardHeader id="live" title={t('connection.liveUpdates')}>
        <State live={live.data} />
      </CardHeader>
      <div className="space-y-3 p-4 text-xs">
        <p className="text-muted text-pretty">
          {live.data.in_english ? <English>{live.data.detail}</English> : sentence(live.data, t)}
        </p>
        {live.data.last_event_at ? (
          <p className="text-muted">
            <Time iso={live.data.last_event_at} prefix={t('connection.lastTold')} />
          </p>
        ) : null}
        {canAsk && live.data.live_updates === 'none' ? <SetUp connection={c} /> : null}
      </div>
    </Card>
  );
}

const WORDS = {
  on: 'connection.updatesOn',
  off: 'connection.noLiveUpdates',
  none: 'connection.notSetUp',
} as const;
const TONES = { on: 'accent', off: 'warn', none: 'idle' } as const;

const State = ({ live: { live_updates } }: { live: Output<'getLiveUpdates'> }) => {
  const t = useTranslations();
  return <Badge tone={TONES[live_updates]}>{t(WORDS[live_updates])}</Badge>;
};

function sentence({ live_updates, detail }: Output<'getLiveUpdates'>, t: Words): string {
  if (live_updates === 'on') return t('connection.theProviderTellsUsChanges');
  return detail ?? t('connection.changesFoundWhenScheduleLooks');
}

function SetUp({ connection: { id, connector_type } }: { connection: Connection }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const why = useWhyNot('connections:write');
  const asks = ASKS[connector_type] ?? null;
  const [given, setGiven] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const ask = async () => {
    setState({ busy: true, error: null });
    const fields: Record<string, string> = asks ? { [asks.field]: given } : {};
    try {
      const input = { provider: connector_type, connection_id: id, fields };
      await call('setupWebhook', input, { workspace });
      await client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <div className="space-y-3">
      {asks ? (
        <Input
          aria-label={t(asks.label)}
          placeholder={t(asks.label)}
          disabled={why !== undefined}
          {...because(why)}
          value={given}
          onChange={(e) => setGiven(e.target.value)}
        />
      ) : null}
      <ProblemNote error={state.error} />
      <Button
        busy={state.busy}
        disabled={why !== undefined || (asks !== null && given === '')}
        {...because(why)}
        onClick={() => void ask()}
      >
        {t('connection.haveTellUs')}
      </Button>
    </div>
  );
}
