'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchInput, Select } from '@/components/ui/input';
import { Pill, type Tone } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Handshake } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { call } from '@/lib/client/call';
import { keys, type EventsFilter } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { WebhookDelivery, WebhookEndpoint } from '@/lib/contract/webhooks';

/** What was delivered, newest first, with filter and search. */
export function DeliveriesCard({
  endpoints,
  deliveries,
  filter,
  onFilter,
  children,
}: {
  endpoints: readonly WebhookEndpoint[];
  deliveries: readonly WebhookDelivery[];
  filter: EventsFilter;
  onFilter: (filter: EventsFilter) => void;
  /** The way to older ones. */
  children: ReactNode;
}) {
  const t = useTranslations();
  const [open, setOpen] = useState<string | null>(null);
  const nameOf = (id: string) => endpoints.find((one) => one.id === id)?.name ?? 'gone';
  return (
    <Card aria-labelledby="deliveries" className="overflow-hidden">
      <CardHeader id="deliveries" title={t('admin.deliveries')} />
      <Filters filter={filter} onFilter={onFilter} />
      {deliveries.length === 0 ? (
        <EmptyState title={t('admin.nothingWasDelivered')}>
          {Object.values(filter).some(Boolean)
            ? t('admin.nothingFitsFilter')
            : t('admin.asSoonAsProviderDelivers')}
        </EmptyState>
      ) : (
        <Table label={t('admin.deliveriesNewestFirst')}>
          <thead>
            <tr>
              <Th className="max-md:hidden">{t('admin.received')}</Th>
              <Th>{t('admin.event')}</Th>
              <Th className="max-md:hidden">{t('admin.endpoint')}</Th>
              <Th>{t('admin.verdict')}</Th>
              <Th className="max-md:hidden">{t('admin.state')}</Th>
              <Th className="text-right max-md:hidden">{t('admin.handledAfter')}</Th>
              <Th>
                <span className="sr-only">{t('admin.actions')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((one) => (
              <Delivery
                key={one.id}
                delivery={one}
                endpoint={nameOf(one.endpoint_id)}
                isOpen={open === one.id}
                onOpen={() => setOpen(open === one.id ? null : one.id)}
              />
            ))}
          </tbody>
        </Table>
      )}
      {children}
    </Card>
  );
}

const VERDICTS = [
  ['', 'admin.anyVerdict'],
  ['accepted', 'admin.accepted'],
  ['duplicate', 'admin.deliveredAgain'],
  ['challenge', 'admin.handshakes'],
  ['refused', 'admin.refused'],
] as const;
const STATES = [
  ['', 'admin.anyState'],
  ['pending', 'admin.waiting'],
  ['done', 'admin.handled'],
  ['failed', 'admin.failed'],
] as const;

function Filters({
  filter,
  onFilter,
}: {
  filter: EventsFilter;
  onFilter: (filter: EventsFilter) => void;
}) {
  const t = useTranslations();
  const choose = (
    name: 'verdict' | 'state',
    label: string,
    words: typeof VERDICTS | typeof STATES,
  ) => (
    <Select
      aria-label={label}
      value={filter[name] ?? ''}
      onChange={(e) => onFilter({ ...filter, [name]: e.target.value || undefined })}
    >
      {words.map(([value, word]) => (
        <option key={value} value={value}>
          {t(word)}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="border-line flex flex-wrap items-center gap-2 border-b px-4 py-3">
      <div className="w-full sm:w-64">
        <SearchInput
          label={t('admin.searchDeliveries')}
          value={filter.q ?? ''}
          onChange={(e) => onFilter({ ...filter, q: e.target.value || undefined })}
        />
      </div>
      {choose('verdict', t('admin.verdict'), VERDICTS)}
      {choose('state', t('admin.state'), STATES)}
    </div>
  );
}

type Sign = { word: MessageKey; tone: Tone; icon: typeof CircleCheck };
const VERDICT_SIGNS: Record<WebhookDelivery['verdict'], Sign> = {
  accepted: { word: 'admin.accepted', tone: 'ok', icon: CircleCheck },
  challenge: { word: 'admin.handshake', tone: 'info', icon: Handshake },
  refused: { word: 'admin.refused', tone: 'bad', icon: CircleSlash },
};
const STATE_SIGNS: Record<NonNullable<WebhookDelivery['state']>, Sign> = {
  pending: { word: 'admin.waiting', tone: 'idle', icon: CircleDashed },
  done: { word: 'admin.handled', tone: 'ok', icon: CircleCheck },
  failed: { word: 'admin.failed', tone: 'bad', icon: CircleAlert },
};
const REASONS: Record<NonNullable<WebhookDelivery['reason']>, MessageKey> = {
  not_genuine: 'admin.theSignatureDoesNotFit',
  no_signature: 'admin.itCameWithoutSignature',
};

/** One delivery. Longer than a screen: one cell after the other. */
function Delivery({
  delivery: d,
  endpoint,
  isOpen,
  onOpen,
}: {
  delivery: WebhookDelivery;
  endpoint: string;
  isOpen: boolean;
  onOpen: () => void;
}) {
  const t = useTranslations();
  return (
    <>
      <tr>
        <Td className="whitespace-nowrap max-md:hidden">
          <Time iso={d.received_at} />
        </Td>
        <Td className="md:whitespace-nowrap">
          <span data-as-it-is className="font-mono wrap-break-word">
            {d.event_keys.join(', ') || '–'}
          </span>
          <span className="text-muted text-2xs block md:hidden">
            <span data-as-it-is>{endpoint}</span>, <Time iso={d.received_at} />
          </span>
        </Td>
        <Td data-as-it-is className="whitespace-nowrap max-md:hidden">
          {endpoint}
        </Td>
        <Td className="md:whitespace-nowrap">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Pill sign={VERDICT_SIGNS[d.verdict]} />
            {d.repeats > 0 ? (
              <span className="text-muted">{t('admin.againTimes', { repeats: d.repeats })}</span>
            ) : null}
            {d.state && d.state !== 'done' ? (
              <span className="md:hidden">
                <Pill sign={STATE_SIGNS[d.state]} />
              </span>
            ) : null}
          </span>
        </Td>
        <Td className="max-md:hidden">{d.state ? <Pill sign={STATE_SIGNS[d.state]} /> : null}</Td>
        <Td className="tabular text-right whitespace-nowrap max-md:hidden">
          {d.handled_after_ms === null
            ? '–'
            : t('admin.handledAfterMs', { handled_after_ms: d.handled_after_ms })}
        </Td>
        <Td>
          <div className="flex justify-end gap-1 max-md:flex-col">
            <Replay delivery={d} />
            <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={onOpen}>
              {isOpen ? t('admin.close') : t('admin.look')}
            </Button>
          </div>
        </Td>
      </tr>
      {isOpen ? (
        <tr>
          <Td colSpan={7} className="bg-sunken">
            <Facts delivery={d} />
          </Td>
        </tr>
      ) : null}
    </>
  );
}

function Replay({ delivery: { id, state } }: { delivery: WebhookDelivery }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  if (!useCan('platform:write') || state === null || state === 'pending') return null;
  const replay = () =>
    attempt(
      call('replayConnectorDelivery', { id }, { workspace }),
      t('admin.verifiedAgainBeingHandledOnce'),
    ).then(() => client.invalidateQueries({ queryKey: keys.connectorEvents(workspace) }));
  return (
    <Button size="sm" variant="ghost" onClick={() => void replay()}>
      {t('admin.replay')}
    </Button>
  );
}

/** All that is known of one delivery. */
function Facts({ delivery: d }: { delivery: WebhookDelivery }) {
  const t = useTranslations();
  const facts = [
    [t('admin.repeatsBy'), d.dedupe_key],
    [t('admin.size'), t('admin.bytes', { size: d.size })],
    [t('admin.verified'), t('admin.tookMs', { took_ms: d.took_ms })],
    [t('admin.tries'), d.attempts > 0 ? String(d.attempts) : null],
    [t('admin.connections'), d.connections === null ? null : String(d.connections)],
    [t('admin.why'), d.error ?? (d.reason ? t(REASONS[d.reason]) : null)],
  ] as const;
  return (
    <div className="flex flex-col gap-3 py-2">
      <dl className="text-2xs flex flex-wrap gap-x-6 gap-y-1">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label} className="flex gap-2">
              <dt className="text-muted">{label}</dt>
              <dd className="font-mono break-all">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {d.payload === null ? null : (
        <pre
          tabIndex={0}
          aria-label={t('admin.payload')}
          className="text-2xs rounded-tile border-line bg-surface max-h-72 overflow-auto border p-3 font-mono"
        >
          {JSON.stringify(d.payload, null, 2)}
        </pre>
      )}
    </div>
  );
}
