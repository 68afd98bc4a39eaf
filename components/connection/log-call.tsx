'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { VERDICT_WORDS } from '@/components/connection/call-words';
import { CopyButton } from '@/components/ui/copy-button';
import { asCurl } from '@/lib/client/curl';
import { formatDuration, formatNumber } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { ProviderCall, RunLogLine } from '@/lib/contract/runs';

/** A call to a provider as it was sent, and what came back. */
export function LogCall({ id, line, call }: { id: string; line: RunLogLine; call: ProviderCall }) {
  const t = useTranslations();
  return (
    <div
      id={id}
      className="bg-sunken rounded-tile mt-2 mb-2 px-3 py-2.5 font-sans text-xs sm:col-span-3"
    >
      <dl className="grid gap-x-3 gap-y-1.5 sm:grid-cols-[104px_minmax(0,1fr)]">
        <Fact name={t('connection.callAddress')}>
          <code className="text-2xs font-mono break-all select-all">
            {call.method} {call.url}
          </code>
        </Fact>
        <Fact name={t('connection.callOutcome')}>
          {t(VERDICT_WORDS[call.verdict])}
          {line.status === null ? null : (
            <span className="text-muted">
              {' '}
              {t('connection.callStatus', { status: line.status })}
            </span>
          )}
        </Fact>
        <Fact name={t('connection.callTook')}>{tookWords(line, call, t)}</Fact>
        {call.bytes === null ? null : (
          <Fact name={t('connection.callAnswer')}>
            {t('connection.callBytes', { bytes: formatNumber(call.bytes, t) })}
          </Fact>
        )}
        <Fact name={t('connection.callAttempt')}>{formatNumber(call.attempt, t)}</Fact>
        {line.request_id === null ? null : (
          <Fact name={t('connection.callRequestId')}>
            <code className="text-2xs font-mono break-all select-all">{line.request_id}</code>
          </Fact>
        )}
        {call.headers.length > 0 ? (
          <Fact name={t('connection.callHeaders')}>
            {call.headers.map((header) => (
              <code key={header} className="text-2xs block font-mono break-all">
                {header}
              </code>
            ))}
          </Fact>
        ) : null}
        <Fact name={t('connection.callBody')}>
          {call.sent === null
            ? t('connection.callNoBody')
            : t('connection.callBodySent', { form: call.sent })}
        </Fact>
      </dl>
      <div className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <CopyButton text={asCurl(call)} label={t('connection.copyAsCurl')}>
          {t('connection.copyAsCurl')}
        </CopyButton>
        <p className="text-muted text-2xs text-pretty">{t('connection.callRedacted')}</p>
      </div>
    </div>
  );
}

const tookWords = ({ took_ms }: RunLogLine, { waited_ms }: ProviderCall, t: Words): string => {
  const took = formatDuration(took_ms ?? 0, t);
  return waited_ms > 0
    ? t('connection.callWaited', { took, waited: formatDuration(waited_ms, t) })
    : took;
};

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
