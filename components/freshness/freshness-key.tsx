import { useTranslations } from 'next-intl';
/** What the signs on a line of freshness mean. */
export const FreshnessKey = () => {
  const t = useTranslations();
  return (
    <ul
      aria-label={t('freshness.key')}
      className="text-muted text-2xs flex flex-wrap gap-x-4.5 gap-y-2"
    >
      <Sign words={t('freshness.everythingWas')}>
        <path d="M1 5h26" strokeWidth="2.5" strokeLinecap="round" className="stroke-accent" />
      </Sign>
      <Sign words={t('freshness.aPartWas')}>
        <path d="M1 5h26" strokeWidth="2.5" strokeDasharray="2 2" className="stroke-warn" />
      </Sign>
      <Sign words={t('freshness.notKnown')}>
        <path d="M1 5h26" className="stroke-line-strong" />
      </Sign>
      <Sign words={t('freshness.syncFailed')} width={4}>
        <path d="M2 1v8" strokeWidth="1.75" strokeLinecap="round" className="stroke-bad" />
      </Sign>
      <Sign words={t('freshness.next')} width={10}>
        <circle cx="5" cy="5" r="3.2" strokeWidth="1.4" className="stroke-muted fill-none" />
      </Sign>
    </ul>
  );
};

const Sign = ({
  words,
  width = 28,
  children,
}: {
  words: string;
  width?: number;
  children: React.ReactNode;
}) => (
  <li className="flex items-center gap-1.5">
    <svg aria-hidden width={width} height={10} className="shrink-0">
      {children}
    </svg>
    {words}
  </li>
);
