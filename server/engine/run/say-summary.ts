// The sentence a person would say about a call.
import type { Json, JsonObject, StepRecord } from '../ports/run-records.ts';
import { sayDuration } from '../spec/duration.ts';
import type { RunContext } from './run-context.ts';

const asObject = (value: Json): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const sayTime = (output: JsonObject): string => {
  if (typeof output.startedAt !== 'string' || typeof output.finishedAt !== 'string') return '';
  return ` in ${sayDuration(Math.max(0, Date.parse(output.finishedAt) - Date.parse(output.startedAt)))}`;
};

const sayScript = (record: StepRecord, output: JsonObject, context: RunContext): string => {
  const args = asObject(record.input);
  const device = asObject(context.fact('device'));
  const where = args.device === device.id && typeof device.name === 'string' ? device.name : 'the device';
  const exit = typeof output.exitCode === 'number' ? `exit ${output.exitCode}` : String(output.outcome ?? 'finished');
  return `Ran ${String(args.script)} on ${where}: ${exit}${sayTime(output)}`;
};

export const saySummary = (
  capability: string,
  record: StepRecord,
  output: Json,
  said: string,
  context: RunContext,
): string => {
  if (capability === 'script.run') return sayScript(record, asObject(output), context);
  return said === '' ? `Did ${capability}` : said.slice(0, 500);
};
