// The endings a visitor can watch, and what each must look like.
export interface Scenario {
  title: string;
  device: string;
  /** enrolled a moment before, unknown to us */
  isNew?: true;
  /** the RMM answers 503 from the moment of the alert, for this long */
  rmmDownMs?: number;
  /** deliver the same webhook this often, at once */
  deliveries?: number;
  runStatus: 'succeeded' | 'escalated';
  ticket: 'closed' | 'assigned';
  scriptRuns: 0 | 1;
}

export const scenarios = {
  simple: {
    title: 'PowerShell crashed on a workstation: restart the service, prove it, resolve the ticket',
    device: 'ACME-WS-014',
    runStatus: 'succeeded',
    ticket: 'closed',
    scriptRuns: 1,
  },
  complex: {
    title: 'the same alert on a server with failing patches: nothing is executed, the right engineer gets it',
    device: 'ACME-DC01',
    runStatus: 'escalated',
    ticket: 'assigned',
    scriptRuns: 0,
  },
  'unknown-device': {
    title: 'an alert for a computer nobody has synced: nothing is executed, a person gets it',
    device: 'ACME-NEW-001',
    isNew: true,
    runStatus: 'escalated',
    ticket: 'assigned',
    scriptRuns: 0,
  },
  'vendor-down': {
    title: 'the RMM answers 503 for a while: the run waits and finishes',
    device: 'ACME-WS-014',
    rmmDownMs: 8_000,
    runStatus: 'succeeded',
    ticket: 'closed',
    scriptRuns: 1,
  },
  replay: {
    title: 'the same webhook twenty times at once: one run',
    device: 'ACME-WS-014',
    deliveries: 20,
    runStatus: 'succeeded',
    ticket: 'closed',
    scriptRuns: 1,
  },
} as const satisfies Record<string, Scenario>;

export const isScenarioName = (name: string): name is keyof typeof scenarios => Object.hasOwn(scenarios, name);
