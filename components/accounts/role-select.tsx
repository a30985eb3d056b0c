'use client';
import { useReaches } from '#components/lib/console-context.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { MemberView } from '#server/features/accounts/members.schema.ts';

type Role = MemberView['role'];

const meanings: Record<Role, [title: string, meaning: string]> = {
  viewer: ['Viewer', 'sees everything'],
  technician: ['Technician', 'approves, starts and stops runs'],
  engineer: ['Engineer', 'edits playbooks, settles unclear steps'],
  admin: ['Admin', 'connections and people'],
  owner: ['Owner', 'everything, other owners included'],
};

interface RoleSelectProps {
  label: string;
  value: Role;
  onChange: (role: Role) => void;
  disabled?: boolean;
  /** also what each role may do */
  isExplained?: boolean;
}

/** Offers what the person may give; the server decides. */
export function RoleSelect({ label, value, onChange, disabled, isExplained }: RoleSelectProps) {
  const isOwner = useReaches('owner');
  const offered = (Object.keys(meanings) as Role[]).filter((role) => role !== 'owner' || isOwner || value === 'owner');
  return (
    <NativeSelect
      className={isExplained ? 'w-full' : 'min-w-28'}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(offered.find((role) => role === event.target.value) ?? value)}
    >
      {offered.map((role) => (
        <option key={role} value={role}>
          {isExplained ? meanings[role].join(': ') : meanings[role][0]}
        </option>
      ))}
    </NativeSelect>
  );
}
