'use client';
import { useQuery } from '@tanstack/react-query';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useConsole } from '#components/lib/console-context.tsx';
import { routesOf } from '#components/lib/routes.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { Menu, MenuGroup, MenuItem } from '#components/ui/menu.tsx';

/** A real navigation, not a client one: another org starts with an empty cache. */
export function OrgSwitcher() {
  const { org } = useConsole();
  const trpc = useTRPC();
  const orgs = useQuery({ ...trpc.accounts.listOrgs.queryOptions(), staleTime: 60_000 });
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-raised"
        >
          <span
            aria-hidden
            className="grid size-5 shrink-0 place-items-center rounded bg-accent font-semibold text-2xs text-accent-foreground"
          >
            {org.name.charAt(0).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate font-medium text-sm">{org.name}</span>
          <span className="sr-only">Switch organisation</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
        </button>
      }
    >
      <MenuGroup label="Organisations">
        {(orgs.data ?? []).map((entry) => (
          <MenuItem key={entry.id} render={<a href={routesOf(entry.slug).overview} />}>
            <span className="min-w-0 flex-1 truncate">{entry.name}</span>
            <span className="text-muted-foreground text-xs">{entry.role}</span>
            {entry.slug === org.slug && <Check aria-label="current" />}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}
