'use client';
import { BadgeCheck, ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Avatar } from '@/components/ui/avatar';
import type { Output } from '@/lib/client/call';
import { formatNumber } from '@/lib/client/format';

export type Account = Output<'resolveHandle'>['account'];

/** A public account as people know it, to be told from others of a similar name. */
export function AccountCard({ account }: { account: Account }) {
  const t = useTranslations();
  const name = account.display_name ?? account.handle;
  const { followers } = account;
  return (
    <div className="border-line rounded-tile flex items-start gap-3.5 border p-4">
      {account.avatar_url ? (
        <img
          src={account.avatar_url}
          alt=""
          width={48}
          height={48}
          referrerPolicy="no-referrer"
          className="bg-idle-soft size-12 shrink-0 rounded-full object-cover"
        />
      ) : (
        <Avatar name={name} className="size-12 text-sm" />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5 text-sm font-semibold">
          <span className="truncate">{name}</span>
          {account.verified ? (
            <BadgeCheck
              aria-label={t('connections.verified')}
              className="text-accent-ink size-4 shrink-0"
            />
          ) : null}
        </p>
        <p className="text-muted text-2xs">
          @{account.handle}
          {followers === null ? null : (
            <>
              {' '}
              {t.rich('connections.followers', {
                b: () => (
                  <span className="text-ink tabular font-medium">{formatNumber(followers, t)}</span>
                ),
              })}
            </>
          )}
        </p>
        {account.description ? (
          <p className="mt-2 text-xs text-pretty">{account.description}</p>
        ) : null}
        {account.profile_url ? (
          <a
            href={account.profile_url}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink text-2xs mt-2 inline-flex min-h-6 items-center gap-1 hover:underline"
          >
            {t('connections.seeProfile')}
            <ExternalLink aria-hidden className="size-3" />
            <span className="sr-only">{t('connections.newTab')}</span>
          </a>
        ) : null}
      </div>
    </div>
  );
}
