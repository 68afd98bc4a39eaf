import type { AppResult } from './app.ts';
import type { MemoryResult } from './load.ts';
import type { PipelineResult } from './pipeline.ts';
import type { ReadsResult } from './reads.ts';
import { ms, perSecond, type Line } from './report.ts';
import type { ScheduleResult } from './schedule.ts';
import type { WebhooksResult } from './webhooks.ts';

export function pipelineLines(p: PipelineResult): Line[] {
  const records = (per_second: number) => perSecond(per_second);
  return [
    { what: 'COPY of the same rows', measured: records(p.copy_per_second.median) },
    {
      what: 'first load, beside COPY',
      measured: records(p.first_per_second.median),
      value: p.first_to_copy,
      at_least: 0.85,
    },
    { what: '  in a fresh process', measured: '', value: p.cold_to_copy, at_least: 0.7 },
    { what: '  ten connections, beside one', measured: '', value: p.ten_to_one, at_least: 1.2 },
    {
      what: 'nothing changed, beside COPY',
      measured: '',
      value: p.unchanged_to_copy,
      at_least: 0.9,
    },
    { what: 'taken away by other guests', measured: '', value: p.stolen },
  ];
}

export function appLines(app: AppResult): Line[] {
  const beside = (what: string, p50_ms: number, at_most: number): Line => ({
    what,
    measured: ms(p50_ms),
    value: p50_ms / app.bare_p50_ms,
    at_most,
  });
  return [
    { what: 'bare route handler, p50', measured: ms(app.bare_p50_ms) },
    beside('GET status, p50', app.status_p50_ms, 2.5),
    beside('GET connections, 100 of 100, p50', app.list_100_p50_ms, 4),
    beside('GET connections, 100 of 5,000, p50', app.page_of_5000_p50_ms, 4),
    {
      what: 'GET status during a full-speed sync, p95',
      measured: ms(app.busy_p95_ms),
      value: app.busy_p95_ms,
      at_most: 30,
    },
    { what: '  which meanwhile stored', measured: perSecond(app.busy_per_second) },
    kilobytes('list page JavaScript, gzip KB', app.list_js_kb, 220),
    kilobytes('detail page JavaScript, gzip KB', app.detail_js_kb, 240),
    { what: 'start to first answer', measured: `${Math.round(app.start_ms)} ms` },
    { what: 'web + worker process, idle', measured: `${Math.round(app.idle_rss_mb)} MB` },
  ];
}

const kilobytes = (what: string, kb: number, at_most: number): Line => ({
  what,
  measured: kb.toFixed(1),
  value: kb,
  at_most,
});

export const readLines = ({
  pollers,
  bare_p50_ms,
  beside_bare,
  mcp_to_rest,
}: ReadsResult): Line[] => [
  { what: `${pollers} pollers: bare route, p50`, measured: ms(bare_p50_ms.median) },
  { what: '  GET status', measured: '', value: beside_bare.status, at_most: 2 },
  { what: '  GET status, unchanged', measured: '', value: beside_bare.status_304, at_most: 1.5 },
  { what: '  GET connections, 100 of 100', measured: '', value: beside_bare.list },
  { what: '  GET connections, unchanged', measured: '', value: beside_bare.list_304 },
  { what: '  GET connections, 100 of 5,000', measured: '', value: beside_bare.page, at_most: 3 },
  { what: '  MCP read beside GET status', measured: '', value: mcp_to_rest },
];

export const memoryLines = (memory: MemoryResult): Line[] => [
  {
    what: `worker, ${memory.records.toLocaleString('en')} records, MB at most`,
    measured: `${Math.round(memory.most_mb)} MB`,
    value: memory.most_mb,
    at_most: 300,
  },
  {
    what: '  last quarter beside the second',
    measured: `${Math.round(memory.late_mb)} MB`,
    value: memory.late_mb / memory.early_mb,
    at_most: 1.15,
  },
  { what: '  which it stored', measured: perSecond(memory.per_second) },
];

export const scheduleLines = (schedule: ScheduleResult): Line[] => [
  {
    what: 'due query of 100,000, nothing due',
    measured: ms(schedule.idle_ms),
    value: schedule.idle_ms,
    at_most: 2,
  },
  {
    what: 'due query of 100,000, 1,000 due',
    measured: ms(schedule.thousand_ms),
    value: schedule.thousand_ms,
    at_most: 50,
  },
];

export const webhookLines = (webhooks: WebhooksResult): Line[] => [
  { what: 'bare insert route at 200 a second, p95', measured: ms(webhooks.bare_p95_ms.median) },
  {
    what: 'delivery received at 200 a second, p95',
    measured: ms(webhooks.received_p95_ms.median),
    value: webhooks.ratio,
    at_most: 2,
  },
  {
    what: '  behind Next, in milliseconds',
    measured: ms(webhooks.app_p95_ms.median),
    value: webhooks.app_p95_ms,
    at_most: 50,
  },
];
