// What others copy must work as it is, and what we tell them to read must be there.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { checkPlaybook } from '#server/engine/engine.ts';
import { makeCatalog } from '#server/engine/testing/make-catalog.ts';
import { root } from '../cli/read-env.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

it('the playbook template passes the check without a word', () => {
  const { diagnostics } = checkPlaybook(read('_templates/playbook/playbook.yaml'), makeCatalog(capabilityContracts));
  expect(diagnostics).toEqual([]);
});

const pages = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'AGENTS.md', 'docs/architecture.md', 'docs/glossary.md'],
  ...[
    'docs/guides/running-mspclaw.md',
    'docs/guides/write-a-connector.md',
    'connectors/sdk/README.md',
    '_templates/README.md',
  ],
  ...['_standards/README.md', '_standards/connector-checklist.md', '_standards/playbook-checklist.md'],
];

it.each(pages)('%s links to and names only files that are there', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, to = '']) =>
    path.join(path.dirname(page), to),
  );
  // `server/...` and the like in code marks; a path with a placeholder or a pattern is not a file
  const named = [
    ...text.matchAll(/`((?:app|bin|components|connectors|docs|e2e|playbooks|prisma|scripts|server)\/[^`\s<>*{]+)`/g),
  ].map(([, to = '']) => to);
  const files = [...links, ...named.filter((file) => !/\.\.\.|\[\.\.\.|\/acme\//.test(file))];
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
