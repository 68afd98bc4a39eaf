/** The product's mark. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" fill="var(--color-accent)" />
      <path
        d="M8 9.5h4.5a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 0 3.5 3.5H24M8 22.5h4.5M24 9.5h-4.5"
        fill="none"
        stroke="var(--color-on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
