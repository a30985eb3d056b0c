// Short playbooks for tests: a valid head, and the steps that matter.
import type { JsonObject } from '../ports/run-records.ts';

const capabilities =
  'device.status, device.events, script.run, ticket.create, ticket.update, ticket.note.add, ticket.assign, ticket.resolve, alert.read, alert.resolve';

export interface SampleParts {
  steps: string;
  inputs?: string;
  on?: string;
  guard?: string;
  more?: string;
  effect?: 'write' | 'destructive';
}

const indent = (text: string) => text.trim().split('\n').join('\n  ');

export const samplePlaybook = (parts: SampleParts): string =>
  `apiVersion: mspclaw/v1
kind: Playbook
name: sample
version: 1.0.0
title: Sample
summary: For tests.
category: testing
needs:
  capabilities: [${capabilities}]
  scripts:
    clean:
      os: windows
      file: scripts/clean.ps1
      sha256: "${'a'.repeat(64)}"
      effect: ${parts.effect ?? 'write'}
      parameters: { days: { type: integer } }
inputs: ${parts.inputs ?? '{}'}
on:
  ${indent(parts.on ?? '- alert: { kind: disk.space }')}
${parts.guard === undefined ? '' : `guard:\n  ${indent(parts.guard)}\n`}${parts.more ?? ''}
steps:
  ${indent(parts.steps)}
`;

export const scriptStep = `- id: clean
  call: script.run
  with: { device: "\${{ device.id }}", script: clean, parameters: { days: 14 } }
  undo: { impossible: it is a test }`;

export const sampleFacts = (over: JsonObject = {}): JsonObject => ({
  org: { id: 'org-1', name: 'Northwind', slug: 'northwind' },
  alert: {
    id: 'alert-1',
    kind: 'disk.space',
    severity: 'major',
    title: 'Disk full',
    message: 'C: is full',
    data: { freePercent: 4, drive: 'C:' },
    raisedAt: '2026-11-20T07:59:00.000Z',
    clearedAt: null,
  },
  incident: {
    id: 'incident-1',
    kind: 'disk.space',
    title: 'Disk full',
    severity: 'major',
    status: 'open',
    alertCount: 1,
    firstAt: '2026-11-20T07:59:00.000Z',
    lastAt: '2026-11-20T07:59:00.000Z',
  },
  ticket: null,
  device: {
    id: 'device-1',
    name: 'ACME-WS-014',
    role: 'workstation',
    os: 'Windows 11',
    osFamily: 'windows',
    serial: 'S1',
    online: true,
    lastSeenAt: null,
  },
  client: { id: 'client-1', name: 'Acme' },
  ...over,
});

export const ticketFact = {
  id: 'ticket-1',
  title: 'Disk full',
  description: null,
  status: 'New',
  isClosed: false,
  priority: null,
  category: null,
  url: null,
};

export const scriptSuccess = {
  outcome: 'success',
  exitCode: 0,
  output: null,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:00:41.000Z',
};
