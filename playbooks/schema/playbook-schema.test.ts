// The JSON Schema that editors read says the same as the checker about shape.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { playbookDocumentSchema } from '#server/engine/spec/playbook-schema.ts';
import { samplePlaybook, scriptStep } from '#server/engine/testing/sample-playbook.ts';

const text = readFileSync(`${import.meta.dirname}/playbook.schema.json`, 'utf8');
const ajv = new Ajv({ strict: false, allErrors: true });
addFormatsModule.default(ajv);
const validate = ajv.compile(JSON.parse(text));
const library = `${import.meta.dirname}/../library`;
const slugs = readdirSync(library, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

describe('the JSON Schema for editors', () => {
  it('is what the engine says today', () => {
    const fresh = z.toJSONSchema(playbookDocumentSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
    expect(JSON.parse(text)).toEqual({ title: 'MSPclaw playbook (mspclaw/v1)', ...JSON.parse(JSON.stringify(fresh)) });
  });

  it.each(slugs)('accepts the library playbook %s', (slug) => {
    validate(parse(readFileSync(`${library}/${slug}/playbook.yaml`, 'utf8')));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['an unknown key of a step', `${scriptStep}\n  tiemout: 5m`],
    ['a bad duration', '- wait: soon'],
    ['a step that says nothing', '- title: hello'],
    ['a nested step that says nothing', '- if: device.online\n  then:\n    - title: hello'],
  ])('refuses %s', (_name, steps) => {
    expect(validate(parse(samplePlaybook({ steps })))).toBe(false);
  });
});
