'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { usePlaces, type Place } from '@/components/frame/places';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { queries } from '@/lib/client/queries';

/** The places of a workspace. What a person may not open is absent. */
export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations();
  const path = usePathname();
  return (
    <nav aria-label={t('frame.workspace')} className="flex flex-col gap-5">
      {usePlaces().map(({ title, places }) => (
        <div key={title ?? ''}>
          {title ? (
            <p id={`nav-${title}`} className="text-muted text-2xs mb-1 px-2">
              {title}
            </p>
          ) : null}
          <ul
            aria-labelledby={title ? `nav-${title}` : undefined}
            className="flex flex-col gap-0.5"
          >
            {places.map((place) => (
              <NavLink
                key={place.href}
                place={place}
                here={path === place.href || path.startsWith(`${place.href}/`)}
                onNavigate={onNavigate}
              />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const NavLink = ({
  place: { href, label, icon: Icon, counts },
  here,
  onNavigate,
}: {
  place: Place;
  here: boolean;
  onNavigate?: () => void;
}) => (
  <li>
    <Link
      href={href}
      onClick={onNavigate}
      aria-current={here ? 'page' : undefined}
      className={cn(
        'rounded-control flex h-8 items-center gap-2.5 px-2 text-xs transition-colors max-md:h-10',
        here ? 'bg-sunken text-ink font-medium' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className={cn('size-4', here && 'text-accent-ink')} />
      {label}
      {counts === 'unread' ? <Unread /> : null}
    </Link>
  </li>
);

function Unread() {
  const t = useTranslations();
  const count = useQuery(queries.unread(useWorkspace())).data?.unread ?? 0;
  if (count === 0) return null;
  return (
    <span className="bg-accent-soft text-accent-ink text-2xs tabular ml-auto rounded-full px-1.5">
      {count > 99 ? '99+' : count}
      <span className="sr-only"> {t('frame.unread')}</span>
    </span>
  );
}
