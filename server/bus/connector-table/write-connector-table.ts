// What every connector can do and how that was verified, as a page. Everything in it is read from the connectors
// themselves and from the titles of their tests; nothing is typed by hand.
import {
  type CapabilityName,
  capabilityContracts,
  capabilityNames,
  systemsOf,
} from '#connectors/sdk/capability-contracts.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import { type SystemKind, systemKinds } from '#connectors/sdk/nouns.ts';

const headings: Record<SystemKind, string> = {
  psa: 'Service desks (PSA)',
  rmm: 'Remote monitoring and management (RMM)',
  documentation: 'Documentation',
  directory: 'Directories',
  remote: 'Remote access',
};

export interface TableFacts {
  /** connector id -> how many numbered quirks have a test */
  quirkTests: ReadonlyMap<string, number>;
  /** "<connector> <capability>" -> "live 2027-01-31 by Robin": from signed results only */
  attested: ReadonlyMap<string, string>;
}

export function writeConnectorTable(connectors: readonly Connector[], facts: TableFacts): string {
  const sorted = [...connectors].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = [
    '# Connectors',
    '',
    'This page is written by `server/bus/connector-table/connector-table.test.ts` from the connectors and their tests.',
    '`simulated` means: tested over HTTP (or LDAP) against our own sandbox of the documented API, never against the vendor.',
    'A mark with a number cannot be done, and the reason stands below the table.',
    '',
    ...table(
      ['Connector', 'Id', 'For', 'Verified', 'On', 'Capabilities', 'News by', 'Quirks with a test'],
      sorted.map((connector) => [
        connector.name,
        `\`${connector.id}\``,
        connector.systems.join(', '),
        connector.verification.level,
        connector.verification.on,
        String(Object.keys(connector.capabilities).length),
        newsOf(connector),
        String(facts.quirkTests.get(connector.id) ?? 0),
      ]),
    ),
  ];
  for (const system of systemKinds) {
    const offering = sorted.filter((connector) => connector.systems.includes(system));
    if (offering.length > 0) lines.push('', `## ${headings[system]}`, '', ...matrix(system, offering, facts));
  }
  return `${lines.join('\n')}\n`;
}

function newsOf({ triggers }: Connector): string {
  const { webhook, polls } = triggers;
  const hook = webhook && `webhook (${webhook.proof}${webhook.register ? ', registered by itself' : ''})`;
  return [hook, polls.length > 0 && 'poll'].filter(Boolean).join(', ') || 'none';
}

function matrix(system: SystemKind, connectors: Connector[], { attested }: TableFacts): string[] {
  const names = capabilityNames.filter(
    (name) =>
      capabilityContracts[name].system === system ||
      (systemsOf(name).includes(system) && connectors.some((connector) => connector.capabilities[name])),
  );
  const reasons: string[] = [];
  const cell = (connector: Connector, name: CapabilityName): string => {
    if (connector.capabilities[name]) return attested.get(`${connector.id} ${name}`) ?? connector.verification.level;
    const why = connector.cannot[name];
    if (!why) return '';
    reasons.push(`${reasons.length + 1}. ${connector.name}, \`${name}\`: ${why}`);
    return `no (${reasons.length})`;
  };
  const rows = names.map((name) => [
    `\`${name}\``,
    capabilityContracts[name].effect,
    ...connectors.map((connector) => cell(connector, name)),
  ]);
  const head = ['Capability', 'Effect', ...connectors.map((connector) => connector.name)];
  return [...table(head, rows), ...(reasons.length > 0 ? ['', ...reasons] : [])];
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
