'use client';
import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useConsole } from '#components/lib/console-context.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '#components/ui/menu.tsx';

const themes = [
  { value: 'dark', title: 'Dark', icon: Moon },
  { value: 'light', title: 'Light', icon: Sun },
  { value: 'system', title: 'As the system', icon: Monitor },
] as const;

export function UserMenu({ onSignOut }: { onSignOut: () => Promise<void> }) {
  const { user, role } = useConsole();
  const { setTheme, theme } = useTheme();
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          className="flex h-11 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-raised"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-raised font-medium text-2xs"
          >
            {initials(user.name)}
          </span>
          <span className="sr-only">Account and theme of</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm leading-4">{user.name}</span>
            <span className="block truncate text-2xs text-muted-foreground leading-4">{role}</span>
          </span>
        </button>
      }
    >
      <MenuGroup label={user.email} />
      <MenuSeparator />
      <MenuGroup label="Theme">
        {themes.map(({ value, title, icon: Icon }) => (
          <MenuItem key={value} onClick={() => setTheme(value)}>
            <Icon aria-hidden />
            <span className="flex-1">{title}</span>
            {theme === value && <span className="text-muted-foreground text-xs">current</span>}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuItem onClick={() => void onSignOut()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
