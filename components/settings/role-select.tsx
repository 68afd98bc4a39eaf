'use client';
import { useTranslations } from 'next-intl';
import { Select } from '@/components/ui/input';
import type { MessageKey } from '@/lib/client/words';
import type { Role } from '@/lib/contract/access';

/** What a role is called, one and several of them, and what it may do. */
export const ROLE_WORDS: Record<Role, Record<'label' | 'several' | 'may', MessageKey>> = {
  owner: {
    label: 'settings.owner',
    several: 'settings.owners',
    may: 'settings.everythingIncludingOtherOwners',
  },
  admin: {
    label: 'settings.admin',
    several: 'settings.admins',
    may: 'settings.connectionsMembersApiKeys',
  },
  member: {
    label: 'settings.member',
    several: 'settings.members',
    may: 'settings.connectionsTheirOwnMailbox',
  },
};

/** One of the workspace's roles. */
export function RoleSelect({
  value,
  onChange,
  label,
  roles = ['owner', 'admin', 'member'],
  disabled = false,
  id,
  small = true,
}: {
  value: Role;
  onChange: (role: Role) => void;
  label?: string;
  roles?: readonly Role[];
  disabled?: boolean;
  id?: string;
  small?: boolean;
}) {
  const t = useTranslations();
  return (
    <Select
      small={small}
      id={id}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(e) => onChange(e.target.value as Role)}
      className={small ? 'w-28' : 'w-full'}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(ROLE_WORDS[role].label)}
        </option>
      ))}
    </Select>
  );
}
