'use client';
// Ctrl+K: go anywhere, find an incident, a playbook or a device by name.
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { CircleDot, MonitorSmartphone, Search, Workflow } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { placesOf } from './nav.ts';

interface CommandMenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CommandMenu({ open, onOpenChange }: CommandMenuProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Go to"
      description="Type to search, arrows to choose, Enter to open"
    >
      {open && <CommandList onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function CommandList({ onDone }: { onDone: () => void }) {
  const routes = useRoutes();
  const router = useRouter();
  const [text, setText] = useState('');
  const found = useFound(text);
  const go = (href: string) => {
    onDone();
    router.push(href);
  };
  return (
    <Command label="Go to" className="-m-1">
      <div className="flex items-center gap-2 rounded-md border border-control px-3">
        <Search aria-hidden className="size-4 text-muted-foreground" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Incident, device, playbook, page"
          className="h-10 w-full bg-transparent text-sm outline-none placeholder:text-muted-foreground"
        />
      </div>
      <Command.List className="mt-2 max-h-80 overflow-y-auto">
        <Command.Empty className="px-3 py-6 text-center text-muted-foreground text-sm">Nothing found.</Command.Empty>
        <Group heading="Pages">
          {placesOf(routes).map((place) => (
            <Item
              key={place.href}
              value={place.title}
              onSelect={() => go(place.href)}
              icon={<place.icon aria-hidden />}
            >
              {place.title}
              <span className="ml-auto flex gap-1">
                <Kbd>g</Kbd>
                <Kbd>{place.key}</Kbd>
              </span>
            </Item>
          ))}
        </Group>
        {found.incidents.length > 0 && (
          <Group heading="Incidents">
            {found.incidents.map((incident) => (
              <Item
                key={incident.id}
                value={`${incident.title} ${incident.device?.name ?? ''} ${incident.id}`}
                onSelect={() => go(routes.incident(incident.id))}
                icon={<CircleDot aria-hidden />}
              >
                <span className="truncate">{incident.title}</span>
                <span className="ml-auto shrink-0 text-muted-foreground text-xs">{incident.device?.name}</span>
              </Item>
            ))}
          </Group>
        )}
        <Group heading="Playbooks">
          {found.playbooks.map((playbook) => (
            <Item
              key={playbook.id}
              value={`${playbook.title} ${playbook.slug}`}
              onSelect={() => go(routes.playbook(playbook.slug))}
              icon={<Workflow aria-hidden />}
            >
              <span className="truncate">{playbook.title}</span>
            </Item>
          ))}
        </Group>
        {found.devices.length > 0 && (
          <Group heading="Devices">
            {found.devices.map((device) => (
              <Item
                key={device.id}
                value={`${device.name} ${device.id}`}
                onSelect={() => go(routes.devicesNamed(device.name))}
                icon={<MonitorSmartphone aria-hidden />}
              >
                <span className="truncate">{device.name}</span>
                <span className="ml-auto shrink-0 text-muted-foreground text-xs">{device.client?.name}</span>
              </Item>
            ))}
          </Group>
        )}
      </Command.List>
    </Command>
  );
}

function useFound(text: string) {
  const trpc = useTRPC();
  const q = useDeferredValue(text.trim());
  const enabled = q.length >= 2;
  const incidents = useQuery(trpc.inbox.incidents.queryOptions({ q, view: 'all', limit: 5 }, { enabled }));
  const devices = useQuery(trpc.devices.list.queryOptions({ q, limit: 5 }, { enabled }));
  const playbooks = useQuery(trpc.playbooks.list.queryOptions(undefined, { staleTime: 60_000 }));
  return {
    incidents: incidents.data?.items ?? [],
    devices: devices.data?.items ?? [],
    playbooks: playbooks.data ?? [],
  };
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
  >
    {children}
  </Command.Group>
);

interface ItemProps {
  value: string;
  onSelect: () => void;
  icon: ReactNode;
  children: ReactNode;
}

const Item = ({ value, onSelect, icon, children }: ItemProps) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="flex h-9 cursor-default items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-raised [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted-foreground"
  >
    {icon}
    {children}
  </Command.Item>
);
