'use client';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  startTransition,
  useEffect,
  useMemo,
  useState,
  type ComponentProps,
  type CSSProperties,
  type ReactNode,
} from 'react';
import type { RowDialog } from '@/components/connections/connection-menu';
import { COLUMN_WORDS, COLUMNS, gridOf, type ColumnName } from '@/components/connections/columns';
import {
  columnsAt,
  firstOf,
  groupsOf,
  type Group,
} from '@/components/connections/inventory-groups';
import { InventoryRow, ROW_GRID } from '@/components/connections/inventory-row';
import { useRowKeys } from '@/components/connections/row-keys';
import { useFolded } from '@/components/connections/use-folded';
import type { VirtualRows as Virtual } from '@/components/connections/virtual-rows';
import type { Selection } from '@/components/connections/use-selection';
import type { InventoryData } from '@/components/hooks/use-inventory';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { useNow } from '@/components/ui/time';
import { formatNumber } from '@/lib/client/format';
import { spanFor } from '@/lib/client/ledger';
import { INVENTORY_PAGE } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import type { Sort } from '@/lib/contract/state';

type VirtualRows = typeof Virtual;
/** With more than this many to come, only those in view are drawn from the second page on. */
const DRAW_ALL_UP_TO = 200;
/** So many come with a page that is opened: more than the tallest window shows. */
const DRAWN_AT_FIRST = 30;

interface InventoryProps {
  inventory: InventoryData;
  sort: Sort;
  /** Columns that are left out. */
  hidden: readonly ColumnName[];
  types: ReadonlyMap<string, CatalogEntry>;
  selection: Selection;
  onDialog: (dialog: RowDialog, connection: Connection) => void;
  empty: ReactNode;
}

/**
 * The rows under the names of their groups. One stop for Tab; keys walk them. Longer than a screen:
 * it is where rows, groups, keys and the way to more meet.
 */
export function Inventory({
  inventory,
  sort,
  hidden,
  types,
  selection,
  onDialog,
  empty,
}: InventoryProps) {
  const t = useTranslations();
  const { rows, total, freshness, hasNextPage, isFetchingNextPage, fetchNextPage } = inventory;
  const [at, setAt] = useState<string | null>(null);
  const { list, onKeyDown, onFocus } = useRowKeys({ selection, onRow: setAt });
  const now_ms = useNow();
  const begun = useMemo(() => rows.map((c) => c.created_at), [rows]);
  const span_ms = useMemo(() => spanFor(begun, now_ms), [begun, now_ms]);
  const row = (c: Connection) => (
    <InventoryRow
      connection={c}
      entry={types.get(c.connector_type)}
      freshness={freshness[c.id]}
      hidden={hidden}
      span_ms={span_ms}
      selected={selection.has(c.id)}
      selecting={selection.size > 0}
      current={c.id === stop}
      onSelect={selection.toggle}
      onDialog={onDialog}
    />
  );
  const groups = useMemo(
    () => groupsOf(rows, sort, types, inventory.turns, t),
    [rows, sort, types, inventory.turns, t],
  );
  const { shown, folded, fold } = useFolded(groups);
  const within = shown.flatMap((group) => group.rows);
  const stop = within.some((c) => c.id === at) ? at : within[0]?.id;
  const headOf = (group: Group, columns: boolean) => (
    <Head
      group={group}
      span_ms={span_ms}
      columns={columns}
      hidden={hidden}
      folded={folded.has(group.key)}
      onFold={groups.length > 1 ? fold : null}
    />
  );
  const virtually = useVirtualRows(total > DRAW_ALL_UP_TO);
  const virtual = virtually !== null && rows.length > INVENTORY_PAGE;
  const drawn = useDrawn(rows.length);
  if (rows.length === 0) return <div className="border-line border-y">{empty}</div>;
  return (
    <div
      ref={list}
      onKeyDown={onKeyDown}
      style={gridOf(hidden)}
      onFocus={onFocus}
      className={cn('transition-opacity', inventory.isPlaceholderData && 'opacity-60')}
    >
      {virtual ? (
        <InView
          by={virtually}
          groups={shown}
          total={total}
          row={row}
          head={headOf}
          onEnd={() => {
            // What is still to come of a group that is folded away is not asked for.
            if (folded.has(groups.at(-1)!.key)) return;
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
          }}
        />
      ) : (
        firstOf(shown, drawn).map((group, i) => (
          <section key={group.key} aria-label={group.label}>
            {headOf(group, i === columnsAt(groups))}
            <ul aria-label={group.label} className="divide-line border-line divide-y border-y">
              {group.rows.map((c) => (
                <li key={c.id} className="offscreen">
                  {row(c)}
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
      {drawn < rows.length && !virtual ? <Room rows={rows.length - drawn} /> : null}
      {hasNextPage && !virtual ? (
        <div className="flex justify-center p-2">
          <Button variant="ghost" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('connections.showMore', { total })}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

let opened = false;

/**
 * How many rows to draw: of a page that is just opened those that can be seen, so that a phone shows
 * them sooner, and all as soon as it listens.
 */
function useDrawn(rows: number): number {
  const [all, setAll] = useState(opened);
  useEffect(() => {
    opened = true;
    startTransition(() => setAll(true));
  }, []);
  return all ? rows : Math.min(rows, DRAWN_AT_FIRST);
}

/** The height of rows that are about to be drawn: a page that is opened half way down stays there. */
const Room = ({ rows }: { rows: number }) => (
  <div
    aria-hidden
    style={{ '--rows': rows } as CSSProperties}
    className="h-[calc(var(--rows)*109px)] md:h-[calc(var(--rows)*61px)]"
  />
);

const InView = ({ by: Rows, ...props }: ComponentProps<VirtualRows> & { by: VirtualRows }) => (
  <Rows {...props} />
);

/**
 * What draws only the rows in view, once it is fetched; null: all are drawn. Not suspended for it:
 * that would hide the page, and where somebody had scrolled to.
 */
function useVirtualRows(needed: boolean): VirtualRows | null {
  const [rows, setRows] = useState<VirtualRows | null>(null);
  useEffect(() => {
    if (needed)
      import('@/components/connections/virtual-rows').then(
        (module) => setRows(() => module.VirtualRows),
        () => undefined, // then all are drawn
      );
  }, [needed]);
  return needed ? rows : null;
}

const SPAN_WORDS: [number, MessageKey][] = [
  [24 * 3_600_000, 'connections.theLast24Hours'],
  [6 * 3_600_000, 'connections.theLast6Hours'],
  [3_600_000, 'connections.theLastHour'],
  [0, 'connections.theLast15Minutes'],
];
const spanWords = (span_ms: number): MessageKey => SPAN_WORDS.find(([ms]) => span_ms >= ms)![1];

function Head({
  group,
  span_ms,
  columns,
  hidden,
  folded,
  onFold,
}: {
  group: Group;
  span_ms: number;
  columns: boolean;
  hidden: readonly ColumnName[];
  folded: boolean;
  /** Folds the group away or brings it back; null: it is the only one. */
  onFold: ((group: Group) => void) | null;
}) {
  const t = useTranslations();
  const urgent = group.key === 'you';
  const name = (
    <>
      {group.label}
      {group.count === null ? null : (
        <span className="tabular"> · {formatNumber(group.count, t)}</span>
      )}
    </>
  );
  return (
    <div className={cn(ROW_GRID, 'text-2xs text-muted pt-6 pb-2 max-md:pb-2')}>
      <h2 className={cn('text-2xs', urgent ? 'text-ink font-semibold' : 'text-muted font-normal')}>
        {onFold ? (
          <button
            type="button"
            aria-expanded={!folded}
            onClick={() => onFold(group)}
            className="hover:text-ink -my-1 inline-flex min-h-6 items-center gap-1"
          >
            {name}
            <ChevronDown
              aria-hidden
              className={cn('size-3.5 transition-transform', folded && '-rotate-90')}
            />
          </button>
        ) : (
          name
        )}
      </h2>
      {columns ? (
        <>
          <span className="max-md:hidden">{t(spanWords(span_ms))}</span>
          {COLUMNS.filter((column) => !hidden.includes(column)).map((column) => (
            <span key={column} className="text-right max-md:hidden">
              {t(COLUMN_WORDS[column])}
            </span>
          ))}
        </>
      ) : null}
    </div>
  );
}
