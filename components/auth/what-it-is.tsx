import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';

const FACTS = [
  'auth.connectYourCrmCallsMail',
  'auth.theirDataStaysCurrentYour',
  'auth.whenSomethingNeedsPersonSays',
] as const;

/** What Inlet is, for whoever sees it for the first time: its line, and three sentences. */
export function WhatItIs() {
  const t = useTranslations();
  return (
    <section aria-labelledby="what-it-is" className="max-w-sm">
      <h2 id="what-it-is" className="text-xl tracking-tight text-balance">
        {t('auth.howCurrentYourData')}
      </h2>
      <Line />
      <ul className="space-y-2.5">
        {FACTS.map((fact) => (
          <li key={fact} className="flex items-start gap-2.5 text-sm text-pretty">
            <Check aria-hidden className="text-accent-ink mt-0.5 size-4 shrink-0" />
            {t(fact)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A day of a connection: current, broken where syncs failed, current again, and what comes next. */
function Line() {
  const t = useTranslations();
  return (
    <svg viewBox="0 0 380 40" aria-hidden className="my-7 w-full overflow-visible">
      <g className="stroke-accent" strokeWidth="2.5" strokeLinecap="round">
        <path d="M1 16h132" />
        <path d="M204 16h126" />
      </g>
      <path d="M133 16h71" className="stroke-line-strong" />
      <g className="stroke-bad" strokeWidth="1.5">
        {[140, 152, 164, 176, 188].map((x) => (
          <path key={x} d={`M${x} 10v12`} />
        ))}
      </g>
      <circle cx="331" cy="16" r="5" className="fill-accent" />
      <path d="M342 8v16" className="stroke-ink" strokeWidth="1.5" />
      <path d="M346 16h20" className="stroke-muted" strokeDasharray="2 3" />
      <circle cx="372" cy="16" r="4" className="stroke-muted fill-none" strokeWidth="1.5" />
      <g className="fill-muted text-2xs">
        <text x="0" y="38">
          {t('auth.yesterday')}
        </text>
        <text x="342" y="38" textAnchor="middle">
          {t('auth.now')}
        </text>
      </g>
    </svg>
  );
}
