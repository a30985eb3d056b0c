// The checks of everything above the steps: triggers, inputs, declared needs.
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import { suggestName } from '../spec/closest-name.ts';
import type { Report } from '../spec/diagnostic.ts';
import { type PlaybookHead, plannedTriggers, playbookHeadSchema, triggerSchemas } from '../spec/playbook-schema.ts';
import { reportIssues, sayValue } from '../spec/schema-diagnostics.ts';
import { allSteps, type CompiledStep, type Playbook } from './compiled-step.ts';
import { capabilitiesOf, escalationCapabilities } from './list-powers.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const headKeys = (path: readonly (string | number)[]): readonly string[] => {
  let schema: unknown = playbookHeadSchema;
  const peel = (inner: unknown): unknown => {
    let bare = inner;
    while (isRecord(bare) && typeof bare.unwrap === 'function') bare = bare.unwrap();
    return bare;
  };
  for (const part of path) {
    const bare = peel(schema);
    if (!isRecord(bare)) return [];
    schema = isRecord(bare.shape) ? bare.shape[String(part)] : (bare.valueType ?? bare.element);
  }
  const last = peel(schema);
  return isRecord(last) && isRecord(last.shape) ? Object.keys(last.shape) : [];
};

/** The triggers that are well-formed. */
export const readTriggers = (head: PlaybookHead, report: Report): Playbook['triggers'] => {
  const names = Object.keys(triggerSchemas);
  return head.on.flatMap((raw, index) => {
    const at = ['on', index];
    const name = isRecord(raw) ? Object.keys(raw)[0] : undefined;
    if (name === 'alert' || name === 'ticket' || name === 'manual') {
      const parsed = triggerSchemas[name].safeParse(raw);
      if (parsed.success) return [{ spec: parsed.data, yamlPath: [...at, name] }];
      reportIssues(report, parsed.error, raw, at, (path) =>
        path.length === 0
          ? names
          : Object.keys(
              name === 'alert' ? { kind: 1, where: 1 } : name === 'ticket' ? { event: 1, where: 1 } : { where: 1 },
            ),
      );
      return [];
    }
    const isPlanned = name !== undefined && (plannedTriggers as readonly string[]).includes(name);
    report(name === undefined ? at : [...at, name], {
      code: isPlanned ? 'unsupported' : 'schema',
      atKey: true,
      message: isPlanned ? `The trigger "${name}" is not supported yet.` : 'Not a trigger.',
      expected: `one of: ${names.join(', ')}`,
      found: name ?? sayValue(raw),
      fix: isPlanned || name === undefined ? undefined : suggestName(name, names),
    });
    return [];
  });
};

export const checkInputs = (head: PlaybookHead, report: Report): void => {
  for (const [name, input] of Object.entries(head.inputs)) {
    const value = input.default;
    if (value === undefined) continue;
    const isRight = input.type === 'integer' ? Number.isInteger(value) : typeof value === input.type;
    const isWithin = typeof value !== 'number' || (value >= (input.min ?? value) && value <= (input.max ?? value));
    if (!isRight || !isWithin) {
      report(['inputs', name, 'default'], {
        code: 'schema',
        message: `The default of "${name}" does not fit.`,
        expected: `${input.type}${input.min === undefined ? '' : ` from ${input.min}`}${input.max === undefined ? '' : ` to ${input.max}`}`,
        found: sayValue(value),
      });
    }
  }
};

/** Declared is what is used, and used is what is declared. */
export const checkNeeds = (
  head: PlaybookHead,
  steps: CompiledStep[],
  catalog: CapabilityCatalog,
  report: Report,
): void => {
  const used = new Set(
    allSteps(steps).flatMap((step) => [
      ...capabilitiesOf(step),
      ...(step.kind === 'call' && step.spec.undo !== undefined && 'call' in step.spec.undo
        ? [step.spec.undo.call]
        : []),
    ]),
  );
  head.needs.capabilities.forEach((name, index) => {
    const at = ['needs', 'capabilities', index];
    if (catalog.get(name) === undefined) {
      report(at, {
        code: 'unknown-name',
        message: `There is no capability "${name}".`,
        found: name,
        fix: suggestName(name, catalog.names()),
      });
    } else if (!used.has(name))
      report(at, {
        severity: 'warning',
        code: 'policy',
        message: `"${name}" is declared but not used.`,
        fix: 'remove it',
      });
  });
  for (const step of allSteps(steps)) {
    if (step.kind !== 'escalate') continue;
    const missing = escalationCapabilities.filter((name) => !head.needs.capabilities.includes(name));
    if (missing.length > 0) {
      report(step.yamlPath, {
        code: 'policy',
        message: `Escalating uses ${missing.join(', ')}, which the playbook does not declare.`,
        fix: `add ${missing.join(', ')} to needs.capabilities`,
      });
    }
  }
};
