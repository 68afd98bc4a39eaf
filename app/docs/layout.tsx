import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from '@/components/frame/mark';

/** The frame of the documentation: readable by anybody, signed in or not. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <header className="border-line border-b">
        <nav
          aria-label="Documentation"
          className="mx-auto flex h-14 max-w-5xl items-center gap-6 px-4 text-xs"
        >
          <Link href="/docs" className="flex items-center gap-2 font-medium">
            <Mark className="size-6" />
            Inlet API
          </Link>
          <Link href="/docs/compatible" className="text-muted hover:text-ink ml-auto">
            Compatible APIs
          </Link>
          <Link href="/docs/errors" className="text-muted hover:text-ink">
            Error codes
          </Link>
          <a href="/api/platform/v1/openapi.json" className="text-muted hover:text-ink">
            openapi.json
          </a>
        </nav>
      </header>
      <main className="mx-auto max-w-5xl px-4 py-10">{children}</main>
    </div>
  );
}
