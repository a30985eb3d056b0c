// The places of the console, once: the sidebar, the command menu and the shortcuts read the same list.
import {
  Building2,
  Cable,
  CircleCheckBig,
  Gauge,
  Inbox,
  type LucideIcon,
  MonitorSmartphone,
  Play,
  ScrollText,
  Settings,
  Workflow,
} from 'lucide-react';
import type { ConsoleContext } from '#components/lib/console-context.tsx';
import type { Routes } from '#components/lib/routes.ts';

export interface Place {
  title: string;
  href: string;
  icon: LucideIcon;
  /** pressed after "g" */
  key: string;
  /** lowest role that may look */
  role: ConsoleContext['role'];
  group: 'work' | 'estate';
}

export const placesOf = (routes: Routes): Place[] => [
  { title: 'Overview', href: routes.overview, icon: Gauge, key: 'o', role: 'viewer', group: 'work' },
  { title: 'Inbox', href: routes.inbox, icon: Inbox, key: 'i', role: 'viewer', group: 'work' },
  { title: 'Approvals', href: routes.approvals, icon: CircleCheckBig, key: 'a', role: 'viewer', group: 'work' },
  { title: 'Runs', href: routes.runs, icon: Play, key: 'r', role: 'viewer', group: 'work' },
  { title: 'Playbooks', href: routes.playbooks, icon: Workflow, key: 'p', role: 'viewer', group: 'estate' },
  { title: 'Connections', href: routes.connections, icon: Cable, key: 'c', role: 'viewer', group: 'estate' },
  { title: 'Devices', href: routes.devices, icon: MonitorSmartphone, key: 'd', role: 'viewer', group: 'estate' },
  { title: 'Clients', href: routes.clients, icon: Building2, key: 'n', role: 'viewer', group: 'estate' },
  { title: 'Audit log', href: routes.audit, icon: ScrollText, key: 'l', role: 'engineer', group: 'estate' },
  { title: 'Settings', href: routes.settings, icon: Settings, key: 's', role: 'viewer', group: 'estate' },
];
