import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants';

/**
 * Scripts: Next streams its data in inline scripts and a nonce would need a proxy in front of every
 * page, so inline scripts stay allowed; everything else comes from our own origin. Images may come
 * from any https host, because providers serve avatars from theirs.
 */
const policy = (development: boolean) =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

const config = (phase: string): NextConfig => ({
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'prom-client', 'undici'],
  devIndicators: false,
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'Content-Security-Policy', value: policy(phase === PHASE_DEVELOPMENT_SERVER) },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        {
          key: 'Permissions-Policy',
          value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      ],
    },
    // The OAuth callback says no-referrer itself; what is set here would win over it.
    {
      source: '/((?!api/oauth/).*)',
      headers: [{ key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' }],
    },
  ],
});

export default config;
