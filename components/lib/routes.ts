// Every address of the console, in one place. The org is always the first segment.
const query = (values: Record<string, string | undefined>): string => {
  const search = new URLSearchParams(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return search.size > 0 ? `?${search}` : '';
};

export const publicRoutes = { home: '/', signIn: '/sign-in' } as const;

export const routesOf = (org: string) => {
  const base = `/${encodeURIComponent(org)}`;
  return {
    overview: `${base}/overview`,
    inbox: `${base}/inbox`,
    tickets: `${base}/inbox/tickets`,
    ticketsBy: (clock: 'late' | 'soon' | 'stale') => `${base}/inbox/tickets${query({ clock })}`,
    ticket: (id: string) => `${base}/inbox/tickets/${id}`,
    incident: (id: string) => `${base}/inbox/${id}`,
    runs: `${base}/runs`,
    runsOf: (filter: { playbookId?: string; incidentId?: string; deviceId?: string; status?: string }) =>
      `${base}/runs${query(filter)}`,
    run: (id: string, step?: string) => `${base}/runs/${id}${query({ step })}`,
    approvals: `${base}/approvals`,
    approval: (id: string) => `${base}/approvals/${id}`,
    playbooks: `${base}/playbooks`,
    playbook: (slug: string, version?: string) => `${base}/playbooks/${encodeURIComponent(slug)}${query({ version })}`,
    connections: `${base}/connections`,
    connection: (id: string, tab?: string) => `${base}/connections/${id}${query({ tab })}`,
    newConnection: `${base}/connections/new`,
    connect: (connector: string) => `${base}/connections/new${query({ connector })}`,
    devices: `${base}/devices`,
    device: (id: string) => `${base}/devices/${id}`,
    devicesOf: (filter: { client?: string; connection?: string; status?: string; conflict?: string }) =>
      `${base}/devices${query(filter)}`,
    clients: `${base}/clients`,
    client: (id: string, tab?: string) => `${base}/clients/${id}${query({ tab })}`,
    conflicts: (kind?: string) => `${base}/devices/conflicts${query({ kind })}`,
    devicesNamed: (name: string) => `${base}/devices${query({ q: name })}`,
    audit: `${base}/audit`,
    settings: `${base}/settings`,
    serviceLevels: `${base}/settings/service-levels`,
    newServiceLevel: `${base}/settings/service-levels/new`,
    serviceLevel: (id: string) => `${base}/settings/service-levels/${id}`,
    auditOf: (targetKind: string, targetId: string) => `${base}/audit${query({ targetKind, targetId })}`,
  };
};
export type Routes = ReturnType<typeof routesOf>;
