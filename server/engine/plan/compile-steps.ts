// Raw steps to compiled ones: which kind, strict keys, places, effects, and which approval covers what.
import type { CapabilityCatalog, Effect } from '../ports/capabilities.ts';
import { suggestName } from '../spec/closest-name.ts';
import type { Report, YamlPath } from '../spec/diagnostic.ts';
import type { ScriptManifest } from '../spec/playbook-schema.ts';
import { reportIssues, sayValue } from '../spec/schema-diagnostics.ts';
import {
  kindOfRawStep,
  plannedStepKinds,
  type StepKindName,
  stepKindNames,
  stepSchemas,
} from '../spec/step-schemas.ts';
import { type BranchName, branchNames, type CompiledStep } from './compiled-step.ts';

export interface CompileContext {
  catalog: CapabilityCatalog;
  scripts: Readonly<Record<string, ScriptManifest>>;
  report: Report;
  ids: Map<string, YamlPath>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysAt = (kind: StepKindName, path: YamlPath): readonly string[] => {
  let schema: unknown = stepSchemas[kind];
  for (const part of path) {
    const shape = isRecord(schema) && isRecord(schema.shape) ? schema.shape : undefined;
    schema = shape?.[String(part)];
    while (isRecord(schema) && typeof schema.unwrap === 'function') schema = schema.unwrap();
  }
  return isRecord(schema) && isRecord(schema.shape) ? Object.keys(schema.shape) : [];
};

const effectOfCall = (name: string, args: Record<string, unknown>, context: CompileContext): Effect => {
  const info = context.catalog.get(name);
  if (info === undefined) return 'destructive';
  if (name !== 'script.run') return info.effect;
  const script =
    typeof args.script === 'string' && Object.hasOwn(context.scripts, args.script)
      ? context.scripts[args.script]
      : undefined;
  return script?.effect ?? info.effect;
};

const effectOf = (kind: StepKindName, spec: unknown, context: CompileContext): Effect => {
  if (kind === 'escalate') return 'write';
  if (kind !== 'call' || !isRecord(spec)) return 'read';
  return effectOfCall(String(spec.call), isRecord(spec.with) ? spec.with : {}, context);
};

const refuseKind = (raw: Record<string, unknown>, yamlPath: YamlPath, report: Report): void => {
  const planned = plannedStepKinds.find((kind) => kind in raw);
  if (planned !== undefined) {
    report([...yamlPath, planned], {
      code: 'unsupported',
      atKey: true,
      message: `"${planned}" is not supported yet.`,
      found: planned,
      fix: `use one of: ${stepKindNames.join(', ')}`,
    });
    return;
  }
  const keys = Object.keys(raw);
  const near = keys
    .map((key) => ({ key, fix: suggestName(key, stepKindNames) }))
    .find(({ fix }) => fix?.startsWith('did'));
  report(near === undefined ? yamlPath : [...yamlPath, near.key], {
    code: 'schema',
    atKey: true,
    message: 'The step does not say what it does.',
    expected: `one of: ${stepKindNames.join(', ')}`,
    found: keys.join(', ') || 'nothing',
    fix: near?.fix ?? 'name one, for example "call: device.status"',
  });
};

const compileStep = (
  raw: unknown,
  yamlPath: YamlPath,
  place: string,
  approval: string | null,
  context: CompileContext,
): CompiledStep | null => {
  if (!isRecord(raw)) {
    context.report(yamlPath, {
      code: 'schema',
      message: 'A step is a map of keys.',
      expected: 'a map',
      found: sayValue(raw),
    });
    return null;
  }
  const kind = kindOfRawStep(raw);
  if (kind === null) {
    refuseKind(raw, yamlPath, context.report);
    return null;
  }
  const parsed = stepSchemas[kind].safeParse(raw);
  if (!parsed.success) {
    reportIssues(context.report, parsed.error, raw, yamlPath, (path) => keysAt(kind, path));
    return null;
  }
  const spec = parsed.data;
  const id = spec.id ?? null;
  if (id !== null) {
    if (context.ids.has(id)) {
      context.report([...yamlPath, 'id'], {
        code: 'duplicate-id',
        message: `Another step is called "${id}".`,
        found: id,
        fix: 'choose another id',
      });
    }
    context.ids.set(id, yamlPath);
  }
  const path = id ?? place;
  const branches: Partial<Record<BranchName, CompiledStep[]>> = {};
  for (const name of branchNames) {
    const inner: unknown = Reflect.get(spec, name);
    if (Array.isArray(inner)) {
      branches[name] = compileSteps(inner, [...yamlPath, name], `${path}/${name}`, approval, context);
    }
  }
  const base = {
    path,
    yamlPath,
    id,
    branches,
    condition: spec.if ?? null,
    effect: effectOf(kind, spec, context),
    approval,
  };
  // `kind` and `spec` come from the same row of the table, which the type cannot express.
  return { ...base, kind, spec } as CompiledStep;
};

export const compileSteps = (
  raw: readonly unknown[],
  yamlPath: YamlPath,
  place: string,
  approval: string | null,
  context: CompileContext,
): CompiledStep[] => {
  const steps: CompiledStep[] = [];
  let covering = approval;
  for (const [index, item] of raw.entries()) {
    const step = compileStep(item, [...yamlPath, index], `${place}/${index}`, covering, context);
    if (step === null) continue;
    steps.push(step);
    if (step.kind === 'approve') covering = step.path;
  }
  return steps;
};
