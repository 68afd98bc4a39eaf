import { expect, it } from 'vitest';
import { counter, gauge, histogram, processFamilies, renderMetrics } from '@/lib/platform/metrics';

const line = (text: string, start: string) => text.split('\n').find((l) => l.startsWith(start));

it('writes the text format: help, type, escaped labels, cumulative buckets', () => {
  const calls = counter<'connector' | 'status'>('test_calls_total', 'Calls.\nOf providers.');
  calls({ connector: 'a"b\\c\nd', status: '2xx' });
  calls({ connector: 'a"b\\c\nd', status: '2xx' }, 2);
  const seconds = histogram('test_seconds', 'Time.', [0.1, 1]);
  for (const value of [0.05, 0.5, 5]) seconds(value);
  const text = renderMetrics([
    ...processFamilies(),
    gauge('test_gauge', 'A gauge.', [{ labels: {}, value: 1.5 }]),
  ]);
  expect(text).toContain(
    '# HELP test_calls_total Calls.\\nOf providers.\n# TYPE test_calls_total counter\ntest_calls_total{connector="a\\"b\\\\c\\nd",status="2xx"} 3\n',
  );
  expect(text).toContain(
    '# TYPE test_seconds histogram\ntest_seconds_bucket{le="0.1"} 1\ntest_seconds_bucket{le="1"} 2\ntest_seconds_bucket{le="+Inf"} 3\ntest_seconds_sum 5.55\ntest_seconds_count 3\n',
  );
  expect(text).toContain('# TYPE test_gauge gauge\ntest_gauge 1.5\n');
  expect(line(text, 'inlet_build_info')).toMatch(/version="\d+\.\d+\.\d+",node="\d+\./);
  // Every line is one Prometheus can read.
  for (const l of text.trimEnd().split('\n'))
    expect(l).toMatch(
      /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)+\})? [-+0-9.e]+)$/,
    );
});

it('does not grow without bound: further label sets are counted together', () => {
  const many = counter<'id'>('test_many_total', 'Many.');
  for (let i = 0; i < 1_500; i++) many({ id: String(i) });
  const lines = renderMetrics(processFamilies())
    .split('\n')
    .filter((l) => l.startsWith('test_many_total{'));
  expect(lines).toHaveLength(1_001);
  expect(lines.at(-1)).toBe('test_many_total{id="other"} 500');
});

it('a counter declared twice (two bundles of one server) counts into one place', () => {
  counter<'a'>('test_twice_total', 'Twice.')({ a: '1' });
  counter<'a'>('test_twice_total', 'Twice.')({ a: '1' });
  expect(line(renderMetrics(processFamilies()), 'test_twice_total{')).toBe(
    'test_twice_total{a="1"} 2',
  );
});
