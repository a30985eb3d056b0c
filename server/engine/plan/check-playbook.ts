// The checker: source in, a playbook that is safe to run or the list of what is wrong with it.
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import { type Diagnostic, type Report, sayPath } from '../spec/diagnostic.ts';
import { parseDurationMs } from '../spec/duration.ts';
import type { FactName } from '../spec/facts.ts';
import { type PlaybookHead, playbookHeadSchema } from '../spec/playbook-schema.ts';
import { readYaml } from '../spec/read-yaml.ts';
import { reportIssues } from '../spec/schema-diagnostics.ts';
import { hashJson } from './canonical-json.ts';
import { checkInputs, checkNeeds, headKeys, readTriggers } from './check-head.ts';
import { checkSteps, idsOf } from './check-steps.ts';
import { type CompileContext, compileSteps } from './compile-steps.ts';
import { allSteps, type Playbook } from './compiled-step.ts';
import {
  certainFacts,
  checkCondition,
  type ExpressionScope,
  failureType,
  stepsVariables,
  triggerVariables,
} from './expression-scope.ts';
import { insertGuardApproval } from './insert-guard-approval.ts';
import { listPowers } from './list-powers.ts';

export type CheckResult =
  | { ok: true; playbook: Playbook; diagnostics: Diagnostic[] }
  | { ok: false; playbook: null; diagnostics: Diagnostic[] };

const maxSteps = 200;
export const maxWallTimeMs = 7 * 86_400_000;

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
