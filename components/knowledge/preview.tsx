'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { CATEGORY_WORDS } from '@/components/knowledge/words';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import type { Input } from '@/lib/client/call';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';

/** How many documents are chosen, and how the first ten of them will read. */
export function Preview({ selection }: { selection: Input<'previewKnowledge'>['selection'] }) {
  const t = useTranslations();
  const preview = useQuery(knowledgeQueries.preview(useWorkspace(), useDeferredValue(selection)));
  const total = selection.categories.length === 0 ? 0 : preview.data?.total;
  return (
    <Card aria-labelledby="preview">
      <CardHeader
        id="preview"
        title={t('knowledge.preview')}
        hint={t('knowledge.theFirstTenAsThey')}
      >
        <p role="status" aria-live="polite" className="tabular text-xs font-medium">
          {total === undefined ? t('knowledge.counting') : t('knowledge.countDocuments', { total })}
        </p>
      </CardHeader>
      {preview.isError ? (
        <ErrorState error={preview.error} retry={() => void preview.refetch()} className="py-6" />
      ) : null}
      {total === 0 ? (
        <p className="text-muted p-4 text-xs">{t('knowledge.nothingChosenYetOrNothing')}</p>
      ) : null}
      {total ? (
        <ul>
          {preview.data?.documents.map(({ external_id, title, category, markdown, blocks }) => (
            <li key={external_id} className="border-line border-b last:border-b-0">
              <details className="group">
                <summary className="hover:bg-hover flex min-h-11 cursor-pointer items-center gap-3 px-4 text-xs">
                  <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
                  <span className="text-muted max-sm:hidden">{t(CATEGORY_WORDS[category][0])}</span>
                  <span className="text-muted tabular">
                    {t('knowledge.countBlocks', { blocks })}
                  </span>
                </summary>
                <pre
                  tabIndex={0}
                  className="bg-sunken text-2xs max-h-64 overflow-auto px-4 py-3 whitespace-pre-wrap"
                >
                  {markdown || t('knowledge.onlyTitle')}
                </pre>
              </details>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
