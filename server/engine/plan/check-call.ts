// The rules of a call: a capability that exists and is declared, a script from the manifest, an undo, an approval.

import { splitTemplate } from '../expression/template.ts';
import type { CapabilityInfo } from '../ports/capabilities.ts';
import { suggestName } from '../spec/closest-name.ts';
import type { YamlPath } from '../spec/diagnostic.ts';
import type { PlaybookHead } from '../spec/playbook-schema.ts';
import { checkArguments } from './check-arguments.ts';
import type { CheckContext } from './check-steps.ts';
import type { CompiledStepOf } from './compiled-step.ts';
import { type ExpressionScope, stepsIn } from './expression-scope.ts';

export const checkCapability = (name: string, at: YamlPath, context: CheckContext): CapabilityInfo | null => {
  const info = context.catalog.get(name);
  if (info === undefined) {
    context.report(at, {
      code: 'unknown-name',
      message: `There is no capability "${name}".`,
      found: name,
      fix: suggestName(name, context.catalog.names()),
    });
    return null;
  }
  if (!context.head.needs.capabilities.includes(name)) {
    context.report(at, {
      code: 'policy',
      message: `"${name}" is used but not declared.`,
      found: name,
      fix: `add ${name} to needs.capabilities`,
    });
  }
  return info;
};

const checkScript = (step: CompiledStepOf<'call'>, head: PlaybookHead, context: CheckContext): void => {
  const given = step.spec.with;
  const at = [...step.yamlPath, 'with', 'script'];
  const names = Object.keys(head.needs.scripts);
  if (typeof given.script !== 'string') return;
  const script = Object.hasOwn(head.needs.scripts, given.script) ? head.needs.scripts[given.script] : undefined;
  if (script === undefined) {
    const isComputed = given.script.includes('${{');
    context.report(at, {
      code: isComputed ? 'policy' : 'unknown-name',
      message: isComputed ? 'Which script runs is never computed.' : `"${given.script}" is not in needs.scripts.`,
      expected: names.join(', ') || 'a script of needs.scripts',
      found: given.script,
      fix: isComputed ? 'write the name of a script of needs.scripts' : suggestName(given.script, names),
    });
    return;
  }
  const parameters = given.parameters;
  const set = typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters) ? parameters : {};
  const known = Object.keys(script.parameters);
  for (const [name, value] of Object.entries(set)) {
    const parameter = Object.hasOwn(script.parameters, name) ? script.parameters[name] : undefined;
    const place = [...step.yamlPath, 'with', 'parameters', name];
    if (parameter === undefined) {
      context.report(place, {
        code: 'unknown-name',
        atKey: true,
        message: `The script has no parameter "${name}".`,
        found: name,
        fix: suggestName(name, known),
      });
    } else if (!(typeof value === 'string' && value.includes('${{'))) {
      const isRight =
        parameter.type === 'integer'
          ? Number.isInteger(value)
          : typeof value === (parameter.type === 'number' ? 'number' : parameter.type);
      if (!isRight)
        context.report(place, {
          code: 'arguments',
          message: `"${name}" must be a ${parameter.type}.`,
          expected: parameter.type,
          found: JSON.stringify(value),
        });
    }
  }
  for (const [name, parameter] of Object.entries(script.parameters)) {
    if (parameter.required && !(name in set)) {
      context.report([...step.yamlPath, 'with'], {
        code: 'arguments',
        message: `The script needs the parameter "${name}".`,
        expected: known.join(', '),
        fix: `add "${name}: ..." to parameters`,
      });
    }
  }
};

const expressionsIn = (value: unknown): string[] => {
  if (typeof value === 'string')
    return splitTemplate(value).flatMap((part) => (part.kind === 'expression' ? [part.value] : []));
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
};

const checkApproval = (step: CompiledStepOf<'call'>, context: CheckContext): void => {
  if (step.effect !== 'destructive') return;
  if (step.approval === null) {
    context.report(step.yamlPath, {
      code: 'policy',
      message: `${step.spec.call} may destroy something and nobody approves it.`,
      expected: 'an approve step before it, or guard.approval',
      fix: 'add "- approve: { reason: ... }" before it',
    });
    return;
  }
  const before = context.stepsBefore.get(step.approval) ?? new Set();
  const later = expressionsIn(step.spec.with)
    .flatMap(stepsIn)
    .find((id) => !before.has(id));
  if (later !== undefined) {
    context.report([...step.yamlPath, 'with'], {
      code: 'policy',
      message: `What is approved must be known then, but "${later}" runs after the approval.`,
      fix: `move "${later}" before the approve step`,
    });
  }
};

export const checkCall = (step: CompiledStepOf<'call'>, scope: ExpressionScope, context: CheckContext): void => {
  const info = checkCapability(step.spec.call, [...step.yamlPath, 'call'], context);
  if (info === null) return;
  checkArguments(info, step.spec.with, [...step.yamlPath, 'with'], scope);
  if (step.spec.call === 'script.run') {
    checkScript(step, context.head, context);
    if (step.spec.undo === undefined) {
      context.report(step.yamlPath, {
        code: 'policy',
        message: 'A script step says how it is undone.',
        expected: 'undo',
        fix: 'add "undo: { call: ... }" or "undo: { impossible: why }"',
      });
    }
  }
  if (step.spec.undo !== undefined && 'call' in step.spec.undo) {
    const undo = checkCapability(step.spec.undo.call, [...step.yamlPath, 'undo', 'call'], context);
    if (undo !== null) checkArguments(undo, step.spec.undo.with ?? {}, [...step.yamlPath, 'undo', 'with'], scope);
  }
  checkApproval(step, context);
};
