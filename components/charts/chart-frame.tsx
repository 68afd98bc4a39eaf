'use client';
import { useTranslations } from 'next-intl';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';

/** The numbers behind a chart. */
export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A chart with its title, what it is about, and the same numbers as a table. */
export function ChartFrame({
  title,
  hint,
  table,
  children,
}: {
  title: string;
  hint?: string;
  table: ChartTable;
  children: ReactNode;
}) {
  const t = useTranslations();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id={id} className="text-sm">
            {title}
          </h2>
          {hint ? <p className="text-muted text-xs text-pretty">{hint}</p> : null}
        </div>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={asTable}
          onClick={() => setAsTable((old) => !old)}
        >
          {asTable ? t('social.asChart') : t('social.asTable')}
        </Button>
      </div>
      <div className="mt-2">{asTable ? <Numbers label={title} table={table} /> : children}</div>
    </section>
  );
}

const Numbers = ({ label, table }: { label: string; table: ChartTable }) => (
  <div className="max-h-80 overflow-y-auto">
    <Table label={label}>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, j) => (
              <Td key={j} className="tabular">
                {cell}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  </div>
);
