// Do the arguments of a call fit its capability? Literals exactly, expressions by type.
import { z } from 'zod';
import { anyType, typeOfSchema, type ValueType } from '../expression/value-type.ts';
import type { CapabilityInfo } from '../ports/capabilities.ts';
import { suggestName } from '../spec/closest-name.ts';
import type { YamlPath } from '../spec/diagnostic.ts';
import { sayValue } from '../spec/schema-diagnostics.ts';
import { checkTemplate, type ExpressionScope } from './expression-scope.ts';

export const hasTemplate = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('${{');
  if (Array.isArray(value)) return value.some(hasTemplate);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasTemplate);
};

/** Only templates are looked at; the rest is zod's. */
const checkTemplates = (value: unknown, type: ValueType, at: YamlPath, scope: ExpressionScope): void => {
  if (typeof value === 'string') {
    if (!value.includes('${{')) return;
    const found = checkTemplate(value, at, scope);
    if (found === null || type.kind === 'any') return;
    if (
      found.kind !== 'any' &&
      found.kind !== 'null' &&
      found.kind !== type.kind &&
      !(found.kind === 'object' && type.kind === 'map')
    ) {
      scope.report(at, {
        code: 'arguments',
        message: `A ${type.kind} is wanted here.`,
        expected: type.kind,
        found: `${value} (a ${found.kind})`,
      });
    }
    if (found.isNullable && !type.isNullable) {
      scope.report(at, {
        code: 'maybe-null',
        message: `${value} may be absent, and this argument must be there.`,
        fix: 'give the step an `if` that checks it',
      });
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkTemplates(item, type.of ?? anyType, [...at, index], scope);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      checkTemplates(inner, type.fields?.[key] ?? type.of ?? anyType, [...at, key], scope);
    }
  }
};

export const checkArguments = (
  info: CapabilityInfo,
  given: Record<string, unknown>,
  at: YamlPath,
  scope: ExpressionScope,
): void => {
  const type = typeOfSchema(info.input);
  checkTemplates(given, type, at, scope);
  if (!(info.input instanceof z.ZodObject)) return;
  const shape: Record<string, z.ZodType> = info.input.shape;
  const known = Object.keys(shape);
  for (const [key, value] of Object.entries(given)) {
    if (info.literalInputs?.includes(key) && hasTemplate(value)) {
      scope.report([...at, key], {
        code: 'policy',
        message: `"${key}" of ${info.name} is written out and never computed.`,
        found: sayValue(value),
        fix: Object.hasOwn(shape, 'parameters') ? 'give what differs from run to run as `parameters`' : 'write it out',
      });
      continue;
    }
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (schema === undefined) {
      scope.report([...at, key], {
        code: 'arguments',
        atKey: true,
        message: `${info.name} takes no "${key}".`,
        expected: known.join(', '),
        found: key,
        fix: suggestName(key, known),
      });
    } else if (!hasTemplate(value)) {
      const issue = schema.safeParse(value).error?.issues[0];
      if (issue === undefined) continue;
      const inner = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
      scope.report([...at, key, ...inner], {
        code: 'arguments',
        message: `${[key, ...inner].join('.')}: ${issue.message}`,
        found: sayValue(value),
      });
    }
  }
  for (const [key, schema] of Object.entries(shape)) {
    if (key in given || schema.safeParse(undefined).success) continue;
    scope.report(at, {
      code: 'arguments',
      atKey: true,
      message: `${info.name} needs "${key}".`,
      expected: known.join(', '),
      found: Object.keys(given).join(', ') || 'nothing',
      fix: `add "${key}: ..."`,
    });
  }
};
