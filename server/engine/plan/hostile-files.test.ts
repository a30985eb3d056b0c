import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { samplePlaybook } from '../testing/sample-playbook.ts';
import { checkPlaybook } from './check-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
const read = `- id: before\n  call: device.status\n  with: { device: "\${{ device.id }}" }`;

describe('hostile files are refused quickly', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((c, i) => `${c}: &${c} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[i]}`).join(', ')}]`),
  ].join('\n');
  const cases: [string, string, RegExp][] = [
    ['an alias bomb', bomb, /Anchors and aliases/],
    ['an alias', 'a: &x 1\nb: *x', /Anchors and aliases/],
    ['__proto__ as a key', `${samplePlaybook({ steps: read })}\n__proto__: { polluted: true }`, /cannot be a key/],
    ['constructor as a key', `inputs:\n  constructor: { type: string }`, /cannot be a key/],
    ['the same key twice', `a: 1\na: 2`, /unique/i],
    ['two documents', `a: 1\n---\nb: 2`, /more than one document/],
    ['20,000 open brackets', `a: ${'['.repeat(20_000)}`, /nested deeper/],
    ['a deep block', Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /nested deeper/],
    ['a huge file', `a: ${'x'.repeat(300_000)}`, /bytes/],
    ['a tag', 'a: !!js/function "x"', /tag/i],
    ['not YAML', 'a: [1', /./],
    ['nothing', '', /./],
  ];
  it.each(cases)('%s', (_name, source, message) => {
    const began = performance.now();
    const result = checkPlaybook(source, catalog);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(result.ok).toBe(false);
    expect(result.diagnostics[0]?.message).toMatch(message);
    expect(result.diagnostics[0]?.line).toBeGreaterThan(0);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
