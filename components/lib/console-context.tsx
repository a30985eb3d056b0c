'use client';
// Who looks, at which org, with which role: known to the shell, needed everywhere.
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Routes, routesOf } from './routes.ts';

export interface ConsoleContext {
  org: { slug: string; name: string };
  user: { id: string; name: string; email: string };
  role: 'owner' | 'admin' | 'engineer' | 'technician' | 'viewer';
}

const Context = createContext<ConsoleContext | null>(null);

export function ConsoleProvider({ value, children }: { value: ConsoleContext; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useConsole(): ConsoleContext {
  const value = useContext(Context);
  if (!value) throw new Error('Only inside the console.');
  return value;
}

export function useRoutes(): Routes {
  const { slug } = useConsole().org;
  return useMemo(() => routesOf(slug), [slug]);
}

const rank = { viewer: 0, technician: 1, engineer: 2, admin: 3, owner: 4 } as const;

/** Hides what would be refused anyway; the server decides. */
export const useReaches = (role: ConsoleContext['role']): boolean => rank[useConsole().role] >= rank[role];
