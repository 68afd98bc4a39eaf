/** The product's mark: a line of freshness that has come to now. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <rect width="24" height="24" rx="6" fill="var(--color-accent)" />
      <g stroke="var(--color-on-accent)" strokeLinecap="round">
        <path d="M4 12h9" strokeWidth="2.4" />
        <path d="M19.6 8v8" strokeWidth="1.4" />
      </g>
      <circle cx="15" cy="12" r="2.6" fill="var(--color-on-accent)" />
    </svg>
  );
}
