// The page of connectors says what the code says; and what the vendors' fact sheets warn of has a test.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import { registeredConnectors } from '../registry.ts';
import { attestationSchema, whoAttested } from './attestation.ts';
import { writeConnectorTable } from './write-connector-table.ts';

const root = join(import.meta.dirname, '../../..');
const connectors = Object.values(registeredConnectors);

/** the numbers in titles like "quirk 3: ..." and "quirk 6 and 7: ..." */
const quirksOf = (id: string): Set<number> =>
  new Set(
    globSync(`connectors/${id}/**/*.test.ts`, { cwd: root })
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/['"`]quirks? (\d+(?:(?:,| and) \d+)*)\b/gi)])
      .flatMap(([, numbers = '']) => (numbers.match(/\d+/g) ?? []).map(Number)),
  );

/** Signed results beside the connectors; one that no maintainer signed breaks the build rather than being believed. */
function attestedIn(folder: string): Map<string, string> {
  const maintainers = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(folder, 'connectors/maintainers.json'), 'utf8')));
  const attested = new Map<string, string>();
  for (const file of globSync('connectors/*/*/attestations/*.json', { cwd: folder }).sort()) {
    const attestation = attestationSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const who = whoAttested(attestation, maintainers);
    if (who === null) throw new Error(`${file} is not signed by a maintainer, or was changed.`);
    for (const { capability, outcome } of attestation.results) {
      if (outcome === 'ok')
        attested.set(`${attestation.connector} ${capability}`, `${attestation.level} ${attestation.on} by ${who}`);
    }
  }
  return attested;
}

describe('the connectors', () => {
  it('are described in docs/connectors.md as they are (npx vitest run server/bus/connector-table -u writes it)', async () => {
    const quirkTests = new Map(connectors.map(({ id }) => [id, quirksOf(id).size]));
    await expect(writeConnectorTable(connectors, { quirkTests, attested: attestedIn(root) })).toMatchFileSnapshot(
      '../../../docs/connectors.md',
    );
  });

  it('leave no capability of their kind open: it is claimed, or the reason is given', () => {
    const claims = connectors.flatMap((connector) =>
      capabilityNames.filter((name) => connector.capabilities[name]).map((name) => `${connector.id} ${name}`),
    );
    console.info(`${connectors.length} connectors, ${claims.length} capabilities claimed`);
    expect(new Set(claims).size).toBe(claims.length);
  });
});

/** connector -> its sheet of researched facts beside the repository, and which of its lists of quirks */
const sheets: Record<string, { folder: string; section?: number }> = {
  'atera/msp': { folder: 'atera' },
  'autotask/psa': { folder: 'autotask' },
  'connectwise/automate': { folder: 'connectwise-automate' },
  'connectwise/psa': { folder: 'connectwise-psa' },
  'connectwise/rmm': { folder: 'connectwise-rmm-asio' },
  'connectwise/screenconnect': { folder: 'connectwise-screenconnect' },
  'datto/rmm': { folder: 'datto-rmm' },
  'halo/psa': { folder: 'halopsa' },
  'hudu/documentation': { folder: 'hudu' },
  'itglue/documentation': { folder: 'it-glue' },
  'kaseya/bms': { folder: 'kaseya-bms' },
  'kaseya/vsa-x': { folder: 'kaseya-vsa' },
  'microsoft/graph': { folder: 'microsoft-graph' },
  'ninjaone/rmm': { folder: 'ninjaone' },
  'pulseway/rmm': { folder: 'pulseway' },
  'superops/msp': { folder: 'superops' },
  'syncro/msp': { folder: 'syncro' },
  'tactical/rmm': { folder: 'tactical-rmm' },
};

describe('the quirks', () => {
  const sheetOf = (id: string) => join(root, '../shared/vendors', sheets[id]?.folder ?? '-', 'API.md');
  const isThere = existsSync(join(root, '../shared/vendors'));
  if (!isThere) console.warn('quirks skipped: there is no ../shared/vendors beside the repository');

  const known = connectors.filter(({ id }) => sheets[id]);
  it.skipIf(!isThere).each(known.map(({ id }) => [id]))('of %s each have a test', (id) => {
    const wanted = countQuirks(readFileSync(sheetOf(id), 'utf8'));
    const tested = quirksOf(id);
    const missing = Array.from({ length: wanted }, (_, index) => index + 1).filter((number) => !tested.has(number));
    expect(wanted).toBeGreaterThan(0);
    expect(missing, `of ${wanted} quirks`).toEqual([]);
  });
});

/** The first list of quirks of a sheet: "1. ..." in lines or running on, or parts set apart by "·" or ";". */
function countQuirks(sheet: string): number {
  const section =
    /^## [^\n]*(?:quirks|traps)[^\n]*\n([\s\S]*?)(?=^#{1,2} |$(?![\s\S]))/im.exec(sheet)?.[1]?.trim() ?? '';
  const numbered = [...section.matchAll(/(?:^|\s)(\d{1,2})\. (?=\S)/g)].map(([, number]) => Number(number));
  if (numbered.length > 0) return Math.max(...numbered);
  return section.split(/ · |; /).length;
}
