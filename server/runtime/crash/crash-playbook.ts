// What the suite's runs do: read, two scripts that must not run twice, each proved by a fresh reading.
import { checkPlaybook } from '#server/engine/engine.ts';
import { rmmCatalog } from './rmm-capabilities.ts';

const source = `
apiVersion: mspclaw/v1
kind: Playbook
name: crash-suite
version: 1.0.0
title: Clean twice
summary: Two effects that must each happen exactly once.
category: self-healing
needs:
  capabilities: [device.status, device.clean]
on:
  - manual: {}
steps:
  - id: before
    call: device.status
    with: { device: "\${{ device.id }}" }
  - id: first
    call: device.clean
    with: { device: "\${{ device.id }}" }
    undo: { impossible: nothing to take back }
  - id: proof
    verify: steps.proof.output.freePercent >= 25
    read: device.status
    with: { device: "\${{ device.id }}" }
    retry: { times: 20, every: 1s }
  - id: second
    call: device.clean
    with: { device: "\${{ device.id }}" }
    undo: { impossible: nothing to take back }
`;

/** paths of the steps that may happen only once */
export const oncePaths = ['first', 'second'];

export function crashPlaybook(): { source: string; contentHash: string } {
  const checked = checkPlaybook(source, rmmCatalog({ isCareless: false }));
  if (!checked.ok) throw new Error(checked.diagnostics.map((found) => `${found.line}: ${found.message}`).join('\n'));
  return { source, contentHash: checked.playbook.contentHash };
}
