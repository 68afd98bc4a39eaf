'use client';
import { Select } from '@/components/ui/input';
import type { Role } from '@/lib/contract/access';

export const ROLE_WORDS: Record<Role, { label: string; may: string }> = {
  owner: { label: 'Owner', may: 'Everything, including other owners.' },
  admin: { label: 'Admin', may: 'Connections, members and API keys.' },
  member: { label: 'Member', may: 'Connections, and their own mailbox.' },
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
          {ROLE_WORDS[role].label}
        </option>
      ))}
    </Select>
  );
}
