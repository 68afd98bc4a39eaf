import { call, type CallOptions, type Input, type Output } from '@/lib/client/call';
import { languageOfPage, type Language } from '@/lib/client/languages';
import { speaker, type Say, type Texts } from '@/lib/client/said-texts';
import type { SystemCheck, SystemReport } from '@/lib/contract/system';

/** A check as a page says it. */
export interface SaidCheck extends SystemCheck {
  /** Its finding stays English on a page of another language. */
  in_english: boolean;
}
export interface SaidReport extends SystemReport {
  checks: SaidCheck[];
}

const TEXTS: Partial<Record<Language, () => Promise<{ default: Texts }[]>>> = {
  de: () =>
    Promise.all([
      import('@/lib/client/server-texts/de.json'),
      // Why a connector is not set up is said as the catalog says it.
      import('@/lib/client/catalog-texts/de.json'),
    ]),
};

/**
 * What the checks of the installation say, in a language. What that language has no text for, as an
 * error of the database, stays English.
 */
export async function checksIn(language: Language, report: SystemReport): Promise<SaidReport> {
  const say = await sayIn(language);
  if (!say)
    return { ...report, checks: report.checks.map((check) => ({ ...check, in_english: false })) };
  return {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      title: say(check.title),
      finding: say(check.finding),
      in_english: say(check.finding) === check.finding,
      fix: say(check.fix),
      facts: check.facts.map(({ label, value }) => ({ label: say(label), value: say(value) })),
    })),
  };
}

/**
 * How a language says a text, what stands inside of it, and whole numbers. Undefined: it is what the
 * server speaks.
 */
async function sayIn(language: Language): Promise<Say | undefined> {
  const texts = await TEXTS[language]?.();
  if (!texts) return undefined;
  const number = new Intl.NumberFormat(language);
  const say: Say = (text) => {
    if (text !== null && /^\d{1,3}(,\d{3})+$/.test(text))
      return number.format(Number(text.replaceAll(',', ''))) as typeof text;
    return said(text);
  };
  const said = speaker(Object.assign({}, ...texts.map((one) => one.default)) as Texts, say);
  return say;
}

/** The checks in the language of the page; for the browser. Throws ProblemError. */
export const readChecks = async (
  input: Input<'getSystemChecks'>,
  options: CallOptions,
): Promise<SaidReport> => checksIn(languageOfPage(), await call('getSystemChecks', input, options));

type Live = Output<'getLiveUpdates'>;

/** Whether a provider tells of changes, its reason in a language; `in_english`: it has no words for it. */
export async function liveUpdatesIn(
  language: Language,
  live: Live,
): Promise<Live & { in_english: boolean }> {
  const say = await sayIn(language);
  const detail = say ? say(live.detail) : live.detail;
  return { ...live, detail, in_english: say !== undefined && detail === live.detail };
}

/** The same in the language of the page; for the browser. Throws ProblemError. */
export const readLiveUpdates = async (id: string, options: CallOptions) =>
  liveUpdatesIn(languageOfPage(), await call('getLiveUpdates', { id }, options));
