import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { type SampleParts, samplePlaybook, scriptStep } from '../testing/sample-playbook.ts';
import { checkPlaybook } from './check-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
const errorsOf = (source: string) => checkPlaybook(source, catalog).diagnostics.filter((d) => d.severity === 'error');
const errors = (parts: SampleParts) => errorsOf(samplePlaybook(parts));
const lineOf = (parts: SampleParts, text: string) =>
  samplePlaybook(parts)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;
const read = `- id: before\n  call: device.status\n  with: { device: "\${{ device.id }}" }`;

describe('a good playbook', () => {
  it('passes, and tells its powers', () => {
    const result = checkPlaybook(samplePlaybook({ steps: `${read}\n${scriptStep}` }), catalog);
    expect(result.ok).toBe(true);
    expect(result.playbook?.powers).toMatchObject({
      effect: 'write',
      capabilities: [
        { capability: 'script.run', effect: 'write', paths: ['clean'], approval: 'never' },
        { capability: 'device.status', effect: 'read', paths: ['before'] },
      ],
      scripts: [{ name: 'clean', effect: 'write', sha256: 'a'.repeat(64) }],
    });
    expect(result.playbook?.requires).toEqual(['device']);
  });

  it('keeps its hash when only comments and order change, and loses it when anything else does', () => {
    const source = samplePlaybook({ steps: read });
    const hash = (text: string) => checkPlaybook(text, catalog).playbook?.contentHash;
    expect(
      hash(
        `# a comment\n${source.replace('title: Sample\nsummary: For tests.', 'summary: For tests.\ntitle: Sample')}`,
      ),
    ).toBe(hash(source));
    expect(hash(source.replace('a'.repeat(64), 'b'.repeat(64)))).not.toBe(hash(source));
    expect(hash(source.replace('title: Sample', 'title: Other'))).not.toBe(hash(source));
  });
});

const refusals: [string, SampleParts, { code: string; at: string; message: RegExp; fix?: RegExp }][] = [
  [
    'an unknown key',
    { steps: `${read}\n  tiemout: 5m` },
    { code: 'schema', at: 'tiemout', message: /Unknown key "tiemout"/, fix: /did you mean "timeout"/ },
  ],
  [
    'an unknown capability',
    { steps: `- call: device.statsu\n  with: {}` },
    {
      code: 'unknown-name',
      at: 'device.statsu',
      message: /no capability "device.statsu"/,
      fix: /did you mean "device.status"/,
    },
  ],
  [
    'a capability that is not declared',
    { steps: `- call: member.list` },
    { code: 'policy', at: 'member.list', message: /not declared/, fix: /add member.list to needs.capabilities/ },
  ],
  [
    'an unknown argument',
    { steps: `- call: device.status\n  with:\n    devcie: x` },
    { code: 'arguments', at: 'devcie', message: /takes no "devcie"/, fix: /did you mean "device"/ },
  ],
  [
    'a missing argument',
    { steps: `- call: device.status` },
    { code: 'arguments', at: 'call: device.status', message: /needs "device"/, fix: /add "device/ },
  ],
  [
    'a wrong literal',
    { steps: `- call: device.events\n  with: { device: d, limit: many }` },
    { code: 'arguments', at: 'limit: many', message: /limit/ },
  ],
  [
    'a note without a visibility',
    { steps: `- call: ticket.note.add\n  with:\n    ticket: t\n    note: { body: hello }` },
    { code: 'arguments', at: 'note: { body', message: /visibility/ },
  ],
  [
    'a wrong type from an expression',
    { steps: `- call: device.events\n  with: { device: d, limit: "\${{ device.name }}" }` },
    { code: 'arguments', at: 'limit:', message: /number is wanted/ },
  ],
  [
    'an unknown input',
    { steps: `- if: inputs.limt > 3\n  then:\n    - stop: x`, inputs: '{ limit: { type: integer, default: 3 } }' },
    { code: 'unknown-name', at: 'inputs.limt', message: /inputs has no "limt"/, fix: /did you mean "limit"/ },
  ],
  [
    'an unknown variable',
    { steps: `- if: devcie.role == "server"\n  then:\n    - stop: x` },
    { code: 'unknown-name', at: 'devcie', message: /There is no "devcie"/, fix: /did you mean "device"/ },
  ],
  [
    'an unknown fact',
    { steps: `- if: device.roel == "server"\n  then:\n    - stop: x` },
    { code: 'unknown-name', at: 'device.roel', message: /device has no "roel"/, fix: /did you mean "role"/ },
  ],
  [
    'an unknown field of an answer',
    { steps: `${read}\n- if: steps.before.output.onlin == true\n  then:\n    - stop: x` },
    { code: 'unknown-name', at: 'onlin', message: /has no "onlin"/, fix: /did you mean "online"/ },
  ],
  [
    'an unknown field inside a text',
    { steps: `${read}\n- stop: "is \${{ steps.before.output.onlin }}"` },
    { code: 'unknown-name', at: 'onlin', message: /has no "onlin"/ },
  ],
  [
    'an unknown step',
    { steps: `${read}\n- if: steps.befor.status == "ok"\n  then:\n    - stop: x` },
    { code: 'unknown-name', at: 'befor.', message: /has no "befor"/, fix: /did you mean "before"/ },
  ],
  [
    'a step that runs later',
    { steps: `- if: steps.before.status == "ok"\n  then:\n    - stop: x\n${read}` },
    { code: 'unknown-name', at: 'steps.before', message: /has not run here yet/, fix: /move it before/ },
  ],
  [
    'an unknown function',
    { steps: `- if: device.name.lowrAscii() == "x"\n  then:\n    - stop: x` },
    { code: 'unknown-name', at: 'lowrAscii', message: /no function "lowrAscii"/, fix: /lowerAscii/ },
  ],
  [
    'a fact that may be absent, compared',
    { steps: `${read}\n- if: steps.before.output.uptimeSeconds > 5\n  then:\n    - stop: x` },
    { code: 'maybe-null', at: 'uptimeSeconds', message: /may be absent and is compared/, fix: /!= null && / },
  ],
  [
    'a fact that may be absent, looked into',
    { steps: `${read}\n- if: steps.before.output.systemDrive.freeGb > 5.0\n  then:\n    - stop: x` },
    { code: 'maybe-null', at: 'systemDrive', message: /may be absent and is read/ },
  ],
  [
    'a fact that may be absent, calculated with',
    { steps: `${read}\n- id: s\n  set: { x: "\${{ steps.before.output.uptimeSeconds - 1 }}" }` },
    { code: 'maybe-null', at: 'uptimeSeconds', message: /calculated with/ },
  ],
  [
    'a ticket that may not be there',
    {
      steps: `- call: ticket.note.add\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: x } }`,
    },
    { code: 'maybe-null', at: 'ticket.id', message: /ticket may be absent/ },
  ],
  [
    'a comparison that can never hold',
    { steps: `- if: device.name == 3\n  then:\n    - stop: x` },
    { code: 'expression', at: 'device.name', message: /never equal/ },
  ],
  [
    'a condition that is no condition',
    { steps: `- if: device.name\n  then:\n    - stop: x` },
    { code: 'expression', at: 'device.name', message: /gives a string/ },
  ],
  [
    'a condition in braces',
    { steps: `- if: "\${{ device.online }}"\n  then:\n    - stop: x` },
    { code: 'expression', at: 'device.online', message: /by itself/, fix: /leave out/ },
  ],
  [
    'an expression that is not closed',
    { steps: `- stop: "x \${{ device.name"` },
    { code: 'expression', at: 'device.name', message: /not closed/ },
  ],
  [
    'a broken expression',
    { steps: `- if: device.name ==\n  then:\n    - stop: x` },
    { code: 'expression', at: 'device.name', message: /Not an expression/ },
  ],
  [
    'two steps of one name',
    { steps: `${read}\n${read}` },
    { code: 'duplicate-id', at: 'never', message: /Another step is called "before"/ },
  ],
  [
    'a step kind to come',
    { steps: `- forEach: [1]\n  do: []` },
    { code: 'unsupported', at: 'forEach', message: /"forEach" is not supported yet/ },
  ],
  [
    'a trigger to come',
    { steps: read, on: '- schedule: { cron: "* * * * *" }' },
    { code: 'unsupported', at: 'schedule', message: /"schedule" is not supported yet/ },
  ],
  [
    'an unknown trigger',
    { steps: read, on: '- alret: { kind: disk.space }' },
    { code: 'schema', at: 'alret', message: /Not a trigger/, fix: /did you mean "alert"/ },
  ],
  [
    'a step that says nothing',
    { steps: `- title: hello` },
    { code: 'schema', at: 'title: hello', message: /does not say what it does/ },
  ],
  [
    'a misspelt kind',
    { steps: `- cal: device.status` },
    { code: 'schema', at: 'cal: device', message: /does not say what it does/, fix: /did you mean "call"/ },
  ],
  ['a bad duration', { steps: `- wait: soon` }, { code: 'schema', at: 'wait: soon', message: /duration/ }],
  [
    'an id that expressions cannot name',
    { steps: `- id: free-space\n  call: device.status\n  with: { device: d }` },
    { code: 'schema', at: 'free-space', message: /letters, digits or _/ },
  ],
  [
    'a script without an undo',
    { steps: `- call: script.run\n  with: { device: d, script: clean }` },
    { code: 'policy', at: 'call: script.run', message: /how it is undone/, fix: /impossible/ },
  ],
  [
    'a script that is not in the manifest',
    { steps: scriptStep.replace('script: clean', 'script: cleen') },
    { code: 'unknown-name', at: 'cleen', message: /not in needs.scripts/, fix: /did you mean "clean"/ },
  ],
  [
    'a script that is computed',
    { steps: scriptStep.replace('script: clean', 'script: "${{ alert.title }}"') },
    { code: 'policy', at: 'alert.title', message: /never computed/ },
  ],
  ...['"Get-Item ${{ device.name }}"', '"${{ alert.title }}"'].map((text): (typeof refusals)[number] => [
    `a command text with ${text} in it`,
    {
      steps: `- approve: {}\n- call: command.run\n  with:\n    device: d\n    shell: powershell\n    text: ${text}`,
      more: '# command.run',
    },
    {
      code: 'policy',
      at: 'text: ',
      message: /"text" of command.run is written out and never computed/,
      fix: /parameters/,
    },
  ]),
  [
    'a computed shell in an undo',
    {
      steps: scriptStep.replace(
        '{ impossible: it is a test }',
        '{ call: command.run, with: { device: d, text: x, shell: "${{ device.osFamily }}" } }',
      ),
    },
    { code: 'policy', at: 'osFamily', message: /"shell" of command.run is written out/ },
  ],
  [
    'an unknown parameter of a script',
    { steps: scriptStep.replace('days: 14', 'dayz: 14') },
    { code: 'unknown-name', at: 'dayz', message: /no parameter "dayz"/, fix: /did you mean "days"/ },
  ],
  [
    'a parameter of the wrong type',
    { steps: scriptStep.replace('days: 14', 'days: many') },
    { code: 'arguments', at: 'days: many', message: /must be a integer/ },
  ],
  [
    'a destructive step nobody approves',
    { steps: scriptStep, effect: 'destructive' },
    { code: 'policy', at: 'id: clean', message: /nobody approves/, fix: /approve/ },
  ],
  [
    'an approval that comes too late',
    { steps: `${scriptStep}\n- approve: {}`, effect: 'destructive' },
    { code: 'policy', at: 'id: clean', message: /nobody approves/ },
  ],
  [
    'an approval inside another branch',
    { steps: `- if: device.online == true\n  then:\n    - approve: {}\n${scriptStep}`, effect: 'destructive' },
    { code: 'policy', at: 'id: clean', message: /nobody approves/ },
  ],
  [
    'an approved step that depends on what comes after the approval',
    {
      steps: `- approve: {}\n${read}\n${scriptStep.replace('device: "${{ device.id }}"', 'device: "${{ steps.before.output.id }}"')}`,
      effect: 'destructive',
    },
    { code: 'policy', at: 'steps.before.output.id', message: /runs after the approval/, fix: /move "before"/ },
  ],
  [
    'a verify that does more than read',
    { steps: `- verify: "true"\n  read: ticket.update\n  with: { ticket: t }` },
    { code: 'policy', at: 'read: ticket.update', message: /more than read/ },
  ],
  [
    'an input whose default does not fit',
    { steps: read, inputs: '{ limit: { type: integer, default: 500, max: 50 } }' },
    { code: 'schema', at: 'limit', message: /does not fit/ },
  ],
];

describe('a playbook is refused, with the line and the fix, for', () => {
  it.each(refusals)('%s', (name, parts, wanted) => {
    const found = errors(parts);
    const match = found.find((d) => d.code === wanted.code && wanted.message.test(d.message));
    expect(match, JSON.stringify(found, null, 1)).toBeDefined();
    if (wanted.fix !== undefined) expect(match?.fix).toMatch(wanted.fix);
    if (wanted.at !== 'never') expect(match?.line, name).toBe(lineOf(parts, wanted.at));
    expect(match?.column).toBeGreaterThan(0);
  });

  it('an escalation whose capabilities are not declared', () => {
    const source = samplePlaybook({ steps: '- escalate: { to: tier2, summary: x }' }).replace('ticket.assign, ', '');
    expect(errorsOf(source)).toMatchObject([{ code: 'policy', message: expect.stringContaining('ticket.assign') }]);
  });

  it('a missing or wrong head', () => {
    const source = samplePlaybook({ steps: read }).replace('version: 1.0.0\n', '').replace('mspclaw/v1', 'v2');
    expect(errorsOf(source).map((d) => [d.path, d.line])).toEqual(
      expect.arrayContaining([
        ['version', expect.any(Number)],
        ['apiVersion', 1],
      ]),
    );
  });
});

describe('what was checked before is known', () => {
  const passes: [string, SampleParts][] = [
    [
      'by &&',
      {
        steps: `${read}\n- if: steps.before.output.systemDrive != null && steps.before.output.systemDrive.freeGb > 5\n  then:\n    - stop: x`,
      },
    ],
    [
      'by ||',
      {
        steps: `${read}\n- if: steps.before.output.patches == null || steps.before.output.patches.failed == 0\n  then:\n    - stop: x`,
      },
    ],
    [
      'by ?:',
      {
        steps: `${read}\n- id: s\n  set: { x: "\${{ steps.before.output.uptimeSeconds == null ? 0 : steps.before.output.uptimeSeconds - 1 }}" }`,
      },
    ],
    [
      'by the if of the step',
      {
        steps: `- if: ticket != null\n  call: ticket.note.add\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: x } }`,
      },
    ],
    [
      'in the branch',
      {
        steps: `${read}\n- if: steps.before.output.uptimeSeconds == null\n  then:\n    - stop: unknown\n  else:\n    - id: s\n      set: { x: "\${{ steps.before.output.uptimeSeconds - 1 }}" }`,
      },
    ],
    [
      'after a branch that ends the run',
      {
        steps: `- if: ticket == null\n  then:\n    - stop: none\n- call: ticket.note.add\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: x } }`,
      },
    ],
    [
      'after "create unless there is one"',
      {
        steps: `- if: ticket == null\n  call: ticket.create\n  with: { client: "\${{ client.id }}", title: x }\n- call: ticket.note.add\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: x } }`,
      },
    ],
    [
      'by a verify that held',
      {
        steps: `- id: p\n  verify: steps.p.output.systemDrive != null\n  read: device.status\n  with: { device: d }\n- id: s\n  set: { x: "\${{ steps.p.output.systemDrive.freeGb - 1 }}" }`,
      },
    ],
    [
      'by the trigger',
      {
        steps: `- call: ticket.note.add\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: x } }`,
        on: '- ticket: {}',
      },
    ],
  ];
  it.each(passes)('%s', (_name, parts) => {
    expect(errors(parts)).toEqual([]);
  });
});
