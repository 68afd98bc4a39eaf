import type { Metadata, Viewport } from 'next';
import { getLocale } from 'next-intl/server';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { FONTS } from '@/app/fonts';
import { WordsOfAll } from '@/app/i18n/words';
import { THEME_SCRIPT } from '@/lib/client/theme';
import { NONCE_HEADER } from '@/lib/web/policy';
import '@/app/globals.css';

export const metadata: Metadata = {
  title: { default: 'Inlet', template: '%s · Inlet' },
  description: 'Connect your sources once, keep their data synced, see how each one is doing.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#141311' },
  ],
};

/** Asking for the nonce also makes every page one of its own answer: a kept one could have none. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang={await getLocale()} className={FONTS} suppressHydrationWarning>
      <head>
        <script
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
        />
      </head>
      <body>
        <WordsOfAll>{children}</WordsOfAll>
      </body>
    </html>
  );
}
