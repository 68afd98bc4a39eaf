import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';
import { CONSENT_POLICY, DATA_POLICY } from './lib/web/policy';

const config: NextConfig = {
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'prom-client', 'undici'],
  devIndicators: false,
  // No page reads a body, and what goes through proxy.ts is held until it has been there.
  experimental: { proxyClientMaxBodySize: '1mb' },
  // Browsers ask for it by themselves when a page's own icon has not arrived yet.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        // Pages have one of their own, with a nonce: see proxy.ts.
        { key: 'Content-Security-Policy', value: DATA_POLICY },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        {
          key: 'Permissions-Policy',
          value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      ],
    },
    {
      source: '/sandbox/:path*',
      headers: [{ key: 'Content-Security-Policy', value: CONSENT_POLICY }],
    },
    {
      // Bytes of others: whatever they are, opened by themselves they have no origin.
      source: '/api/pictures',
      headers: [{ key: 'Content-Security-Policy', value: `${DATA_POLICY}; sandbox` }],
    },
    // The OAuth callback says no-referrer itself; what is set here would win over it.
    {
      source: '/((?!api/oauth/).*)',
      headers: [{ key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' }],
    },
  ],
};

/** Messages are compiled when the console is built: no page carries what reads their grammar. */
const withWords = createNextIntlPlugin({
  requestConfig: './app/i18n/request.ts',
  experimental: {
    messages: { path: './messages', format: 'json', locales: 'infer', precompile: true },
  },
});

export default withWords(config);
