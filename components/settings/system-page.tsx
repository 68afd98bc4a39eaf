'use client';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  RotateCw,
  TriangleAlert,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { English } from '@/components/ui/said';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Pill, TONE_TEXT, type Tone } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { readChecks, type SaidCheck, type SaidReport } from '@/lib/client/server-words';
import { keys, queries } from '@/lib/client/queries';
import type { MessageKey, Words } from '@/lib/client/words';
import type { CheckLevel } from '@/lib/contract/system';

const SIGNS: Record<CheckLevel, { word: MessageKey; tone: Tone; icon: typeof CircleCheck }> = {
  ok: { word: 'settings.ok', tone: 'ok', icon: CircleCheck },
  warn: { word: 'settings.warning', tone: 'warn', icon: TriangleAlert },
  fail: { word: 'settings.failing', tone: 'bad', icon: CircleAlert },
  not_checked: { word: 'settings.notChecked', tone: 'idle', icon: CircleDashed },
};

/**
 * How the installation is doing, for those who run it: what `npm run doctor` says, kept current.
 * What is not well comes first; the rest is folded away.
 */
export function SystemPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const report = useQuery(queries.system(workspace));
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<SaidReport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = async () => {
    setAsking(true);
    setProblem(null);
    try {
      const fresh = await readChecks({ ask_providers: 'true' }, { workspace });
      setAsked(fresh);
      client.setQueryData(keys.system(workspace), fresh);
    } catch (error) {
      setProblem(error);
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader
        title={t('settings.system')}
        action={
          <Button
            busy={asking}
            icon={<RotateCw aria-hidden className="size-3.5" />}
            onClick={() => void ask()}
          >
            {t('settings.checkAgain')}
          </Button>
        }
      >
        {t.rich('settings.howThisInstallationDoingAcross', {
          code: (chunks) => <code className="font-mono">{chunks}</code>,
        })}
      </PageHeader>
      {problem ? (
        <Card>
          <ErrorState error={problem} />
        </Card>
      ) : null}
      <Card aria-labelledby="checks" className="overflow-hidden">
        <CardHeader
          id="checks"
          title={report.data ? summary(report.data, t) : t('settings.checks')}
          hint={
            report.data ? (
              <Time iso={report.data.checked_at} prefix={t('settings.checked')} />
            ) : undefined
          }
        />
        <Checks report={report} asked={asked} />
      </Card>
    </div>
  );
}

function Checks({
  report,
  asked,
}: {
  report: UseQueryResult<SaidReport>;
  asked: SaidReport | null;
}) {
  const t = useTranslations();
  if (report.isPending) return <SkeletonRows rows={8} label={t('settings.loadingChecks')} />;
  if (report.isError)
    return <ErrorState error={report.error} retry={() => void report.refetch()} />;
  const checks = report.data.checks.map((check) => lastAsked(check, asked));
  const [wrong, well] = [checks.filter(isException), checks.filter((c) => !isException(c))];
  return (
    <>
      {wrong.length > 0 ? <CheckList label={t('settings.whatNotWell')} checks={wrong} /> : null}
      {well.length > 0 ? (
        <details className={cn('group', wrong.length > 0 && 'border-line border-t')}>
          <summary
            className={cn(
              'hover:bg-hover flex h-11 cursor-pointer items-center gap-2 px-4 text-xs font-medium',
              'focus-visible:outline-offset-[-2px]',
            )}
          >
            <ChevronRight
              aria-hidden
              className="text-muted size-4 transition-transform duration-150 group-open:rotate-90"
            />
            {wrong.length > 0 ? t('settings.everythingElsePrefix') : t('settings.theseChecks')}
            {t('settings.countChecks', { count: well.length })}
          </summary>
          <div className="border-line border-t">
            <CheckList label={t('settings.everythingElse')} checks={well} />
          </div>
        </details>
      ) : null}
    </>
  );
}

const SEVERITY: readonly CheckLevel[] = ['fail', 'warn'];
const isException = ({ level }: SaidCheck): boolean => SEVERITY.includes(level);

/** The worst first. */
const CheckList = ({ label, checks }: { label: string; checks: readonly SaidCheck[] }) => (
  <ul aria-label={label} className="divide-line divide-y">
    {checks
      .toSorted((a, b) => SEVERITY.indexOf(a.level) - SEVERITY.indexOf(b.level))
      .map((check) => (
        <CheckRow key={check.id} check={check} />
      ))}
  </ul>
);

/**
 * What a provider answered stays shown while the page renews itself, which does not ask providers.
 */
function lastAsked(check: SaidCheck, asked: SaidReport | null): SaidCheck {
  const before =
    check.id.startsWith('provider_app.') && check.level === 'not_checked'
      ? asked?.checks.find((c) => c.id === check.id)
      : undefined;
  return before ?? check;
}

function summary({ checks }: SaidReport, t: Words): string {
  const failing = checks.filter((c) => c.level === 'fail').length,
    warnings = checks.filter((c) => c.level === 'warn').length;
  if (failing + warnings === 0) return t('settings.allWell');
  return [
    failing > 0 ? t('settings.countFailing', { failing }) : '',
    warnings > 0 ? t('settings.countWarnings', { warnings }) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function CheckRow({ check }: { check: SaidCheck }) {
  const t = useTranslations();
  const sign = SIGNS[check.level];
  return (
    <li className="flex flex-col gap-x-4 gap-y-2 px-4 py-3.5 sm:flex-row">
      <div className="w-28 shrink-0">
        <Pill sign={sign} />
      </div>
      <div className="min-w-0 flex-1">
        <h3 className="text-xs font-semibold">{check.title}</h3>
        <p className="text-xs text-pretty">
          {check.in_english ? <English>{check.finding}</English> : check.finding}
        </p>
        {check.fix ? (
          <p
            className={cn(
              'mt-0.5 text-xs text-pretty',
              check.level === 'not_checked' ? 'text-muted' : TONE_TEXT[sign.tone],
            )}
          >
            {check.fix}
          </p>
        ) : null}
        {check.facts.length > 0 ? (
          <dl className="text-muted text-2xs mt-1.5 flex flex-wrap gap-x-5 gap-y-1">
            {check.facts.map((fact) => (
              <div key={fact.label} className="flex flex-wrap items-center gap-x-2">
                <dt>{fact.label}</dt>
                <dd className="text-ink flex min-w-0 items-center gap-1 font-mono break-all">
                  {fact.value}
                  {/^Redirect[ -]URI/.test(fact.label) ? (
                    <CopyButton
                      text={fact.value}
                      label={t('settings.copyLabel', { label: fact.label })}
                      className="size-6"
                    />
                  ) : null}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </li>
  );
}
