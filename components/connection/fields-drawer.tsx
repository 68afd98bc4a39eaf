'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { queries } from '@/lib/client/queries';
import type { MessageKey, Words } from '@/lib/client/words';
import type { FIELD_STATES, RecordField } from '@/lib/contract/fields';

type State = (typeof FIELD_STATES)[number];

const MARKS: Record<Exclude<State, 'kept'>, { word: MessageKey; tone: 'accent' | 'warn' }> = {
  new: { word: 'connection.fieldNew', tone: 'accent' },
  gone: { word: 'connection.fieldGone', tone: 'warn' },
  retyped: { word: 'connection.fieldRetyped', tone: 'warn' },
};

/** The fields of a stream's records: what the provider added, took away or writes another way first. */
export function FieldsDrawer({
  id,
  stream,
  label,
  onClose,
}: {
  id: string;
  stream: string;
  label: string;
  onClose: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const fields = useQuery(queries.fields(workspace, id, stream));
  return (
    <Drawer
      title={t('connection.fieldsOf', { label })}
      description={<span className="font-mono">{stream}</span>}
      onClose={onClose}
    >
      {fields.isPending ? <SkeletonRows rows={8} label={t('connection.loadingFields')} /> : null}
      {fields.isError ? (
        <ErrorState error={fields.error} retry={() => void fields.refetch()} />
      ) : null}
      {fields.data ? <Fields fields={fields.data.fields} of={fields.data} /> : null}
    </Drawer>
  );
}

function Fields({
  fields,
  of: { newest, oldest },
}: {
  fields: readonly RecordField[];
  of: { newest: { records: number }; oldest: { records: number } };
}) {
  const t = useTranslations();
  if (fields.length === 0)
    return <p className="text-muted text-xs">{t('connection.noFieldsYet')}</p>;
  const changed = fields.filter(({ state }) => state !== 'kept').length;
  return (
    <>
      <p className="mb-3 text-xs text-pretty">
        {oldest.records === 0
          ? t('connection.fieldsNothingToCompare')
          : `${t('connection.fieldsCompared', {
              newest: newest.records,
              oldest: oldest.records,
            })} ${t('connection.fieldsChanged', { changed })}`}
      </p>
      <div className="-mx-4">
        <Table label={t('connection.fields')}>
          <thead>
            <tr>
              <Th>{t('connection.field')}</Th>
              <Th>{t('connection.fieldType')}</Th>
              <Th className="text-right">{t('connection.fieldShare')}</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.path}>
                <Td className="min-w-40">
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="font-mono break-all">{field.path}</span>
                    {field.state === 'kept' ? null : (
                      <Badge tone={MARKS[field.state].tone}>{t(MARKS[field.state].word)}</Badge>
                    )}
                  </span>
                </Td>
                <Td label={t('connection.fieldType')} className="text-muted font-mono">
                  {typesOf(field, t)}
                </Td>
                <Td label={t('connection.fieldShare')} className="text-muted tabular text-right">
                  {t('connection.fieldIn', { count: field.newest, all: newest.records })}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}

/** What its values are; of a field that changed its type also what they were. */
function typesOf({ types, types_before, state }: RecordField, t: Words): string {
  const shown = (all: readonly string[]) => all.join(', ') || '–';
  if (state === 'gone') return shown(types_before);
  if (state !== 'retyped') return shown(types);
  return t('connection.fieldTypeBefore', { now: shown(types), before: shown(types_before) });
}
