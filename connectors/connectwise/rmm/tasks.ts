// A task is a script on a device: scheduled, then an instance of it, then the result of that instance with what the script
// printed. Our tag is in the task's description, so that it can be found again.
import { z } from 'zod';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { AsioContext } from './auth.ts';
import { road } from './client.ts';
import { privateIdOf } from './private-id.ts';
import { endpointTasksShape, instancesShape, resultsShape } from './vendor-shapes.ts';

const automation = '/api/platform';

export const descriptionOf = (tag: string) => `Ref ${tag}`;

/** Null while it has not ended; a task that was just scheduled has no instance yet, and then a 404 is the answer. */
export async function endOfTask(context: AsioContext, taskId: string): Promise<ScriptResult | null> {
  const instances = await road.readIfThere(context, instancesShape, {
    path: `${automation}/v1/automation/tasks/${pathPart(taskId, 'task')}/instances/summary`,
    action: 'read how the task is doing',
  });
  const instance = instances?.find((one) => one.Id ?? one.id);
  const instanceId = instance?.Id ?? instance?.id;
  if (!instance || !instanceId) return null;
  const results = await road.readIfThere(context, resultsShape, {
    path: `${automation}/v2/automation/tasks/${pathPart(taskId, 'task')}/instances/${pathPart(instanceId, 'instance')}/results`,
    action: 'read the result of the task',
  });
  // one device was asked, so there is one result, whichever of its two ids it carries
  const result = results?.[0];
  const outcome = outcomeOf(result?.completionStatus);
  if (!result || outcome === null) return null;
  const printed = [result.resultDetails, result.errorDetails].filter((text) => text?.trim());
  return {
    outcome,
    // the platform keeps no exit code
    exitCode: null,
    output: printed.length === 0 ? null : printed.join('\n').slice(0, 100_000),
    startedAt: toInstant(instance.ExecutedOn),
    finishedAt: null,
  };
}

function outcomeOf(status: string | null | undefined): ScriptResult['outcome'] | null {
  const word = status ?? '';
  // a free text in the document: what speaks of trouble is no success, whatever else it says
  if (/fail|error|un-?success|not success|time ?d? ?out/i.test(word)) return 'failure';
  if (/cancel|stopped|disabled|expired/i.test(word)) return 'cancelled';
  if (/^(success|successful|succeeded|completed)$/i.test(word.trim())) return 'success';
  return /success|complete/i.test(word) ? 'unknown' : null;
}

/** By our tag, among the tasks of the device. */
export async function findTask(context: AsioContext, endpoint: string, tag: string): Promise<string | null> {
  const tasks = await road.readIfThere(context, endpointTasksShape, {
    path: `${automation}/v2/automation/endpoints/${await privateIdOf(context, endpoint)}/tasks/summary`,
    action: 'look for the task',
  });
  const found = tasks?.find((task) => task.description?.trim() === descriptionOf(tag));
  return found
    ? (z
        .string()
        .nullish()
        .parse(found.taskID ?? found.taskId) ?? null)
    : null;
}
