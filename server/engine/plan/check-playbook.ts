// The checker: source in, a playbook that is safe to run or the list of what is wrong with it.
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import { suggestName } from '../spec/closest-name.ts';
import { type Diagnostic, type Report, sayPath } from '../spec/diagnostic.ts';
import { parseDurationMs } from '../spec/duration.ts';
import type { FactName } from '../spec/facts.ts';
import {
  type PlaybookHead,
  plannedTriggers,
  playbookHeadSchema,
  type TriggerSpec,
  triggerSchemas,
} from '../spec/playbook-schema.ts';
import { readYaml } from '../spec/read-yaml.ts';
import { reportIssues, sayValue } from '../spec/schema-diagnostics.ts';
import { hashJson } from './canonical-json.ts';
import { checkSteps, idsOf } from './check-steps.ts';
import { type CompileContext, compileSteps } from './compile-steps.ts';
import { allSteps, type CompiledStep, type Playbook } from './compiled-step.ts';
import {
  certainFacts,
  checkCondition,
  type ExpressionScope,
  failureType,
  stepsVariables,
  triggerVariables,
} from './expression-scope.ts';
import { insertGuardApproval } from './insert-guard-approval.ts';
import { capabilitiesOf, escalationCapabilities, listPowers } from './list-powers.ts';

export type CheckResult =
  | { ok: true; playbook: Playbook; diagnostics: Diagnostic[] }
  | { ok: false; playbook: null; diagnostics: Diagnostic[] };

const maxSteps = 200;
export const maxWallTimeMs = 7 * 86_400_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const headKeys = (path: readonly (string | number)[]): readonly string[] => {
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

const readTriggers = (head: PlaybookHead, report: Report): Playbook['triggers'] => {
  const names = Object.keys(triggerSchemas);
  return head.on.flatMap((raw, index) => {
    const at = ['on', index];
    const name = isRecord(raw) ? Object.keys(raw)[0] : undefined;
    if (name === 'alert' || name === 'ticket' || name === 'manual') {
      const parsed = triggerSchemas[name].safeParse(raw);
      if (parsed.success) return [{ spec: parsed.data as TriggerSpec, yamlPath: [...at, name] }];
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

const checkInputs = (head: PlaybookHead, report: Report): void => {
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

const checkNeeds = (head: PlaybookHead, steps: CompiledStep[], catalog: CapabilityCatalog, report: Report): void => {
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

const checkMeaning = (head: PlaybookHead, value: unknown, catalog: CapabilityCatalog, report: Report): Playbook => {
  const triggers = readTriggers(head, report);
  checkInputs(head, report);
  const compile: CompileContext = { catalog, scripts: head.needs.scripts, report, ids: new Map() };
  const { raw, at } = insertGuardApproval(head, compile);
  // Positions are those of the file: the inserted approval stands at guard.approval, what follows it one place back.
  const inFile: Report = (path, diagnostic) => {
    const [root, index, ...rest] = path;
    const isMoved = at >= 0 && root === 'steps' && typeof index === 'number' && index >= at;
    if (!isMoved) report(path, diagnostic);
    else report(index === at ? ['guard', 'approval'] : ['steps', index - 1, ...rest], diagnostic);
  };
  compile.report = inFile;
  const steps = compileSteps(raw, ['steps'], 'steps', null, compile);
  const onFailure = compileSteps(head.onFailure ?? [], ['onFailure'], 'onFailure', null, compile);
  const all = [...steps, ...onFailure];
  if (allSteps(all).length > maxSteps)
    inFile(['steps'], { code: 'schema', message: `A playbook has at most ${maxSteps} steps.` });
  if (head.limits?.wallTime !== undefined && parseDurationMs(head.limits.wallTime) > maxWallTimeMs) {
    report(['limits', 'wallTime'], {
      code: 'schema',
      message: 'A run may take at most 7d.',
      found: head.limits.wallTime,
    });
  }

  const used = new Set<FactName>();
  const base: ExpressionScope = {
    variables: triggerVariables(head),
    certain: certainFacts(triggers.map(({ spec }) => spec)),
    checked: new Set(),
    report: inFile,
    laterSteps: new Set(),
    used,
  };
  for (const { spec, yamlPath } of triggers) {
    const body = 'alert' in spec ? spec.alert : 'ticket' in spec ? spec.ticket : spec.manual;
    if (body.where !== undefined)
      checkCondition(body.where, [...yamlPath, 'where'], { ...base, certain: certainFacts([spec]) });
  }
  const context = { head, catalog, report: inFile, stepsBefore: new Map<string, Set<string>>() };
  const scope = { ...base, variables: stepsVariables(head), laterSteps: new Set(idsOf(all)) };
  const after = checkSteps(steps, scope, context);
  checkSteps(
    onFailure,
    {
      ...after,
      variables: { ...after.variables, failure: failureType },
      certain: new Set([...base.certain, 'failure']),
    },
    context,
  );
  checkNeeds(head, all, catalog, inFile);
  return {
    head,
    triggers,
    steps,
    onFailure,
    contentHash: hashJson(value),
    requires: [...used],
    powers: listPowers(head, all, catalog),
  };
};

export const checkPlaybook = (source: string, catalog: CapabilityCatalog): CheckResult => {
  const yaml = readYaml(source);
  const diagnostics = [...yaml.diagnostics];
  if (diagnostics.length > 0) return { ok: false, playbook: null, diagnostics };
  const report: Report = (path, { severity = 'error', atKey, ...rest }) => {
    const place = { ...yaml.locate(path, atKey), path: sayPath(path) };
    const isKnown = diagnostics.some((other) => other.message === rest.message && other.path === place.path);
    if (!isKnown) diagnostics.push({ severity, ...rest, ...place });
  };
  const parsed = playbookHeadSchema.safeParse(yaml.value);
  if (!parsed.success) reportIssues(report, parsed.error, yaml.value, [], headKeys);
  const playbook = parsed.success ? checkMeaning(parsed.data, yaml.value, catalog, report) : null;
  diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  const isBroken = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return playbook === null || isBroken
    ? { ok: false, playbook: null, diagnostics }
    : { ok: true, playbook, diagnostics };
};
