import { expect, it } from 'vitest';
import { counter, histogram, renderMetrics } from '@/lib/platform/metrics';

const line = (text: string, start: string) => text.split('\n').find((l) => l.startsWith(start));

it('writes the text format: help, type, escaped labels, cumulative buckets', async () => {
  const calls = counter<'connector' | 'status'>('test_calls_total', 'Calls.\nOf providers.');
  calls({ connector: 'a"b\\c\nd', status: '2xx' });
  calls({ connector: 'a"b\\c\nd', status: '2xx' }, 2);
  const seconds = histogram('test_seconds', 'Time.', [0.1, 1]);
  for (const value of [0.05, 0.5, 5]) seconds(value);
  const text = await renderMetrics([
    { name: 'test_gauge', help: 'A gauge.', samples: [{ labels: {}, value: 1.5 }] },
    { name: 'test_empty', help: 'A gauge without values.', samples: [] },
  ]);
  expect(text).toContain(
    '# HELP test_calls_total Calls.\\nOf providers.\n# TYPE test_calls_total ' +
      'counter\ntest_calls_total{connector="a\\"b\\\\c\\nd",status="2xx"} 3\n',
  );
  expect(text).toContain(
    '# TYPE test_seconds histogram\ntest_seconds_bucket{le="0.1"} ' +
      '1\ntest_seconds_bucket{le="1"} 2\ntest_seconds_bucket{le="+Inf"} ' +
      '3\ntest_seconds_sum 5.55\ntest_seconds_count 3\n',
  );
  expect(text).toContain('# TYPE test_gauge gauge\ntest_gauge 1.5\n');
  expect(line(text, 'inlet_build_info')).toMatch(/version="\d+\.\d+\.\d+",node="\d+\./);
  for (const name of [
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
    'nodejs_heap_size_used_bytes',
    'nodejs_eventloop_lag_p50_seconds',
  ])
    expect(line(text, name)).toBeDefined();
  // Every line is one Prometheus can read.
  for (const l of text.trimEnd().split('\n').filter(Boolean))
    expect(l).toMatch(
      /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="(\\.|[^"\\])*",?)+\})? ([-+0-9.e]+|Nan))$/,
    );
});

it('does not grow without bound: further label sets are counted together', async () => {
  const many = counter<'id'>('test_many_total', 'Many.');
  for (let i = 0; i < 1_500; i++) many({ id: String(i) });
  const lines = (await renderMetrics([]))
    .split('\n')
    .filter((l) => l.startsWith('test_many_total{'));
  expect(lines).toHaveLength(1_001);
  expect(lines.at(-1)).toBe('test_many_total{id="other"} 500');
});

it('a counter declared twice (two bundles of one server) counts into one place', async () => {
  counter<'a'>('test_twice_total', 'Twice.')({ a: '1' });
  counter<'a'>('test_twice_total', 'Twice.')({ a: '1' });
  histogram('test_twice_seconds', 'Twice.', [1])(0.5);
  histogram('test_twice_seconds', 'Twice.', [1])(0.5);
  const text = await renderMetrics([]);
  expect(line(text, 'test_twice_total{')).toBe('test_twice_total{a="1"} 2');
  expect(line(text, 'test_twice_seconds_count')).toBe('test_twice_seconds_count 2');
});
