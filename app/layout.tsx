import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { getLocale } from 'next-intl/server';
import localFont from 'next/font/local';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { WordsOfAll } from '@/app/i18n/words';
import { THEME_SCRIPT } from '@/lib/client/theme';
import { NONCE_HEADER } from '@/lib/web/policy';
import '@/app/globals.css';

/** Codes and keys stand in it. Few pages show any: it is fetched when one does. */
const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  adjustFontFallback: false,
  preload: false,
});

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
    <html
      lang={await getLocale()}
      className={`${GeistSans.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
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
