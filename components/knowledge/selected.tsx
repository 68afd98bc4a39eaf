'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { CATEGORY_WORDS } from '@/components/knowledge/words';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';
import { queries } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';

export interface Selection {
  categories: (keyof typeof CATEGORY_WORDS)[];
  connection_ids: string[];
  tags: string[];
}

const toggled = <T,>(all: readonly T[], one: T, on: boolean): T[] =>
  on ? [...all, one] : all.filter((other) => other !== one);

/** Which documents are written: by kind, connection and tag. */
export function Selected({
  value,
  onChange,
}: {
  value: Selection;
  onChange: (value: Selection) => void;
}) {
  const t = useTranslations();
  const [tags, setTags] = useState(value.tags.join(', '));
  const kinds = Object.entries(CATEGORY_WORDS) as [
    Selection['categories'][number],
    [MessageKey, MessageKey],
  ][];
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-xs font-medium">{t('knowledge.kindsDocuments')}</legend>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {kinds.map(([kind, [title, meaning]]) => (
            <Checkbox
              key={kind}
              hint={t(meaning)}
              checked={value.categories.includes(kind)}
              onChange={(e) =>
                onChange({
                  ...value,
                  categories: toggled(value.categories, kind, e.target.checked),
                })
              }
            >
              {t(title)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <Sources value={value} onChange={onChange} />
      <Field
        id="tags"
        label={t('knowledge.onlyWithOneTheseTags')}
        hint={t('knowledge.separatedByCommasEmptyAll')}
      >
        {(control) => (
          <Input
            {...control}
            value={tags}
            className="max-w-sm"
            onChange={(e) => {
              setTags(e.target.value);
              const named = e.target.value.split(',').map((tag) => tag.trim());
              onChange({ ...value, tags: named.filter(Boolean) });
            }}
          />
        )}
      </Field>
    </>
  );
}

function Sources({ value, onChange }: Parameters<typeof Selected>[0]) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const connections = useQuery(knowledgeQueries.sources(workspace)).data?.connections ?? [];
  const catalog = useQuery(queries.catalog(workspace)).data?.connectors ?? [];
  const knowing = new Set(
    catalog
      .filter(({ streams }) =>
        streams.some((s) => s.entity === 'documents' || s.entity === 'tickets'),
      )
      .map(({ type }) => type),
  );
  const sources = connections.filter(
    (c) => knowing.has(c.connector_type) && c.scope === 'business' && c.direction === 'inbound',
  );
  if (sources.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium">
        {t('knowledge.onlyTheseConnectionsNoneAll')}
      </legend>
      <div className="grid max-h-48 gap-x-6 overflow-y-auto sm:grid-cols-2">
        {sources.map(({ id, name }) => (
          <Checkbox
            key={id}
            checked={value.connection_ids.includes(id)}
            onChange={(e) =>
              onChange({
                ...value,
                connection_ids: toggled(value.connection_ids, id, e.target.checked),
              })
            }
          >
            {name}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
