'use client';
import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';

export interface Parent {
  id: string;
  title: string;
}

/** Picks the page the database stands under; once it is made, the page stays. */
export function ParentPicker({
  id,
  value,
  locked,
  onChange,
}: {
  id: string;
  value: Parent | null;
  locked: boolean;
  onChange: (parent: Parent | null) => void;
}) {
  const t = useTranslations();
  if (!value) return <Search id={id} onChange={onChange} />;
  return (
    <div className="flex flex-wrap items-center gap-3 text-xs">
      <FileText aria-hidden className="text-muted size-4" />
      <span className="font-medium">{value.title}</span>
      {locked ? (
        <span className="text-muted">{t('knowledge.theDatabaseStandsThere')}</span>
      ) : (
        <Button size="sm" onClick={() => onChange(null)}>
          {t('knowledge.pickAnother')}
        </Button>
      )}
    </div>
  );
}

function Search({ id, onChange }: { id: string; onChange: (parent: Parent) => void }) {
  const t = useTranslations();
  const [q, setQ] = useState('');
  const pages = useQuery(knowledgeQueries.parents(useWorkspace(), id, useDeferredValue(q.trim())));
  return (
    <div className="flex flex-col gap-3">
      <SearchInput
        label={t('knowledge.searchPagesNotion')}
        value={q}
        onChange={(e) => setQ(e.target.value)}
        className="max-w-sm"
      />
      {pages.isPending ? <SkeletonRows rows={3} label={t('knowledge.loadingPages')} /> : null}
      {pages.isError ? (
        <ErrorState
          title={t('knowledge.notionCouldNotAsked')}
          error={pages.error}
          retry={() => void pages.refetch()}
          className="py-4"
        />
      ) : null}
      {pages.data?.pages.length === 0 ? (
        <p className="text-muted text-xs">{t('knowledge.noPageNameSharedWith')}</p>
      ) : null}
      {pages.data && pages.data.pages.length > 0 ? (
        <ul
          aria-label={t('knowledge.pages')}
          className="border-line max-h-64 overflow-y-auto border-y"
        >
          {pages.data.pages.map(({ id: page_id, title }) => (
            <li key={page_id} className="border-line border-b last:border-b-0">
              <button
                type="button"
                onClick={() => onChange({ id: page_id, title })}
                className={cn(
                  'hover:bg-hover flex min-h-10 w-full items-center gap-2.5 px-2 text-left text-xs',
                  'focus-visible:outline-offset-[-2px]',
                )}
              >
                <FileText aria-hidden className="text-muted size-4 shrink-0" />
                <span className="truncate">{title}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
