// A run's row and the names around it, as every list shows it. Pure.
import type { RunSummary } from './list-runs.schema.ts';
import type { RunNames, RunRow } from './runs.repository.ts';

export function summarizeRun(row: RunRow, names: RunNames): RunSummary {
  const version = names.versions.get(row.playbookVersionId);
  return {
    id: row.id,
    status: row.status,
    playbook: {
      id: row.playbookId,
      slug: version?.playbook.slug ?? '',
      title: version?.playbook.title ?? 'A playbook that is gone',
      version: version?.version ?? '?',
    },
    incidentId: row.incidentId,
    ticketId: row.ticketId,
    client: (row.clientId && names.clients.get(row.clientId)) || null,
    device: (row.deviceId && names.devices.get(row.deviceId)) || null,
    outcome: row.outcome,
    startedBy: row.startedBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
