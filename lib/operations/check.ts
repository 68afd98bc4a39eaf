import type { SystemCheck } from '@/lib/contract/system';

type Facts = readonly (readonly [label: string, value: string])[];

/**
 * One question about the installation. `run` answers it; what it throws becomes "could not be
 * told".
 */
export interface Question {
  id: string;
  title: string;
  /** Cannot be answered while the database is away. */ database: boolean;
  run: () => Promise<Finding | Finding[]>;
}
export interface Finding {
  level: SystemCheck['level'];
  finding: string;
  fix: string | null;
  facts: Facts;
  /** For several findings of one question. */ of?: { id: string; title: string };
}

export const ok = (finding: string, facts: Facts = []): Finding => ({
  level: 'ok',
  finding,
  fix: null,
  facts,
});
export const warn = (finding: string, fix: string, facts: Facts = []): Finding => ({
  level: 'warn',
  finding,
  fix,
  facts,
});
export const fail = (finding: string, fix: string, facts: Facts = []): Finding => ({
  level: 'fail',
  finding,
  fix,
  facts,
});
export const unchecked = (
  finding: string,
  fix: string | null = null,
  facts: Facts = [],
): Finding => ({ level: 'not_checked', finding, fix, facts });

export function toCheck(question: Question, { of, facts, ...found }: Finding): SystemCheck {
  return {
    id: of?.id ?? question.id,
    title: of?.title ?? question.title,
    ...found,
    facts: facts.map(([label, value]) => ({ label, value })),
  };
}

/** 90 → "1 min", 5400 → "90 min", 200000 → "2 days". */
export function span(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86_400)} days`;
}

export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  );
  return `${(bytes / 1000 ** step).toFixed(step > 1 ? 1 : 0)} ${units[step]}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;
