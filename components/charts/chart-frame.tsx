'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';
import { say } from '@/components/ui/toast';
import { download, fileName, toCsv } from '@/lib/client/csv';
import { formatDays } from '@/lib/client/format';

/** A cell as it is shown, and as a file holds it where that is something else. */
type Cell = string | { shown: string; value: string | number | null };

/** The numbers behind a chart. */
export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** Whose numbers of which days are shown: what a file says of itself. */
export interface Shown {
  account: string;
  from: string;
  to: string;
}

/** What a chart says of itself. */
interface Said {
  title: string;
  hint?: string;
  table: ChartTable;
  /** In the names of files. */
  name: string;
  shown: Shown;
}

/**
 * A chart with its title, what it is about, and the same numbers as a table. What is seen can be taken
 * away: the chart as a picture, the numbers as CSV. `children` hold one SVG, or none where there is
 * nothing to draw: `empty`.
 */
export function ChartFrame({
  children,
  empty = false,
  ...chart
}: Said & { empty?: boolean; children: ReactNode }) {
  const t = useTranslations();
  const [asTable, setAsTable] = useState(false);
  const drawn = useRef<HTMLDivElement>(null);
  const id = useId();
  const { title, hint, table } = chart;
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="flex items-start justify-between gap-x-4 max-sm:flex-wrap">
        <div className="min-w-0">
          <h2 id={id} className="text-sm">
            {title}
          </h2>
          {hint ? <p className="text-muted text-xs text-pretty">{hint}</p> : null}
        </div>
        <div className="flex shrink-0 max-sm:-ml-2.5">
          <Files {...chart} drawn={asTable || empty ? null : drawn} />
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={asTable}
            onClick={() => setAsTable((old) => !old)}
          >
            {asTable ? t('social.asChart') : t('social.asTable')}
          </Button>
        </div>
      </div>
      <div ref={drawn} className="mt-2">
        {asTable ? <Numbers label={title} table={table} /> : children}
      </div>
    </section>
  );
}

/** What can be taken away of a chart. */
function Files({
  title,
  hint = '',
  table,
  name,
  shown,
  drawn,
}: Said & {
  /** Where the chart is; null: it is not there. */
  drawn: RefObject<HTMLDivElement | null> | null;
}) {
  const t = useTranslations();
  const { workspace } = useSession();
  const file = fileName(shown.account, name, shown.from.slice(0, 10), shown.to.slice(0, 10));
  const saveNumbers = () => {
    const rows = table.rows.map((row) => row.map(valueOf));
    download(`${file}.csv`, toCsv([table.columns, ...rows]), 'text/csv;charset=utf-8');
  };
  const savePicture = async () => {
    const { savePicture: save } = await import('@/lib/client/chart-picture');
    const chart = drawn?.current?.querySelector('svg');
    const about = `${shown.account} · ${formatDays(shown.from, shown.to, t)}`;
    if (chart)
      await save(chart, { title, about, legend: hint, workspace: workspace.name }, `${file}.png`);
  };
  const failed = () => say('error', t('social.pictureNotMade'));
  return (
    <>
      {drawn ? (
        <Save
          label={t('social.asPicture')}
          of={title}
          onClick={() => void savePicture().catch(failed)}
        />
      ) : null}
      <Save label={t('social.asCsv')} of={title} onClick={saveNumbers} />
    </>
  );
}

function Save({ label, of, onClick }: { label: string; of: string; onClick: () => void }) {
  const t = useTranslations();
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-label={t('social.fileOf', { kind: label, title: of })}
      icon={<Download aria-hidden className="size-3.5" />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

const shownOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.shown);
const valueOf = (cell: Cell): string | number | null =>
  typeof cell === 'string' ? cell : cell.value;

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
                {shownOf(cell)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  </div>
);
