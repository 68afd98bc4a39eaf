'use client';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUpRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ANSWERS, PAGE_SIGNS, type PageState } from '@/components/knowledge/words';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { LoadMore } from '@/components/ui/load-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Pill } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { formatNumber } from '@/lib/client/format';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';
import { keys } from '@/lib/client/queries';

type Page = Output<'listMirroredPages'>['pages'][number];

/**
 * What became of each document, with the way to it and what can be said about it. Longer than a
 * screen: the table in one piece.
 */
export function PagesTable({
  id,
  counts,
  state,
  onState,
}: {
  id: string;
  counts: Record<PageState, number>;
  state: PageState | undefined;
  onState: (state: PageState | undefined) => void;
}) {
  const t = useTranslations();
  const pages = useInfiniteQuery(knowledgeQueries.pages(useWorkspace(), id, { state }));
  const rows = pages.data?.pages.flatMap((page) => page.pages) ?? [];
  const states = (Object.keys(PAGE_SIGNS) as PageState[]).filter((one) => counts[one] > 0);
  return (
    <Card aria-labelledby="pages">
      <CardHeader id="pages" title={t('knowledge.pages')}>
        <Select
          small
          aria-label={t('knowledge.whichPages')}
          className="w-52"
          value={state ?? ''}
          onChange={(e) => onState((e.target.value || undefined) as PageState | undefined)}
        >
          <option value="">{t('knowledge.all')}</option>
          {[...new Set([...states, ...(state ? [state] : [])])].map((one) => (
            <option key={one} value={one}>
              {t(PAGE_SIGNS[one].word)} ({formatNumber(counts[one], t)})
            </option>
          ))}
        </Select>
      </CardHeader>
      {pages.isPending ? <SkeletonRows rows={4} label={t('knowledge.loadingPages')} /> : null}
      {pages.isError ? <ErrorState error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.data && rows.length === 0 ? (
        <p className="text-muted p-4 text-xs">
          {state ? t('knowledge.noPageThisStateAny') : t('knowledge.noPageHasBeenWritten')}
        </p>
      ) : null}
      {rows.length > 0 ? (
        <Table label={t('knowledge.pagesByDocument')}>
          <thead>
            <tr>
              <Th>{t('knowledge.document')}</Th>
              <Th>{t('knowledge.state')}</Th>
              <Th>{t('knowledge.changed')}</Th>
              <Th>
                <span className="sr-only">{t('knowledge.whatCanDone')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((page) => (
              <PageRow key={page.document_id} connection_id={id} page={page} />
            ))}
          </tbody>
        </Table>
      ) : null}
      <LoadMore list={pages} />
    </Card>
  );
}

function PageRow({ connection_id, page }: { connection_id: string; page: Page }) {
  const t = useTranslations();
  return (
    <tr>
      <Td className="max-w-80">
        {page.url ? (
          <a
            href={page.url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex max-w-full items-center gap-1 font-medium underline"
          >
            <span className="truncate">{page.title || page.external_id}</span>
            <ArrowUpRight aria-hidden className="size-3.5 shrink-0" />
          </a>
        ) : (
          <span className="font-medium">{page.title || page.external_id}</span>
        )}
        {page.error ? <p className="text-bad-ink text-2xs text-pretty">{page.error}</p> : null}
      </Td>
      <Td label={t('knowledge.state')}>
        <Pill sign={PAGE_SIGNS[page.state]} />
      </Td>
      <Td label={t('knowledge.changed')} className="text-muted whitespace-nowrap">
        <Time iso={page.updated_at} />
      </Td>
      <Td className="md:text-right">
        <Answers connection_id={connection_id} page={page} />
      </Td>
    </tr>
  );
}

function Answers({ connection_id, page }: { connection_id: string; page: Page }) {
  const t = useTranslations();
  const may = useCan('connections:write');
  const workspace = useWorkspace();
  const client = useQueryClient();
  const words = ANSWERS[page.state];
  if (!words || !may) return null;
  const say = async (answer: 'write' | 'leave') => {
    const { document_id } = page;
    await call('answerMirroredPage', { id: connection_id, document_id, answer }, { workspace });
    await client.invalidateQueries({ queryKey: keys.connection(workspace, connection_id) });
  };
  const named = page.title || page.external_id;
  return (
    <span className="inline-flex flex-wrap gap-2">
      <Button
        size="sm"
        aria-label={`${t(words.write)}: ${named}`}
        onClick={() => void attempt(say('write'), t('knowledge.itWrittenNextMoments'))}
      >
        {t(words.write)}
      </Button>
      {words.leave ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${t(words.leave)}: ${named}`}
          onClick={() => void attempt(say('leave'), t('knowledge.itStaysAsNotion'))}
        >
          {t(words.leave)}
        </Button>
      ) : null}
    </span>
  );
}
