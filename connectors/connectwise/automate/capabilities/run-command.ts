// command.run: Automate queues a command for the agent's next call and tells its id; the output, with our marks and the
// exit code in it, is there once the agent has answered.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { markedResult, readMarkedOutput } from '#connectors/sdk/scripts/marked-output.ts';
import type { AutomateContext } from '../auth.ts';
import { road } from '../client.ts';
import { commandCall, findCommand, readCommand } from '../commands.ts';
import { commandShape } from '../vendor-shapes.ts';

const jobShape = z.object({
  computerId: z.string(),
  commandId: z.string(),
  tag: z.string(),
  maxOutputCharacters: z.number(),
  untilMs: z.number(),
});
type Job = z.output<typeof jobShape>;

const pollAfterMs = 3_000;
/** agents call every five minutes when nothing calls them */
const checkInMs = 6 * 60_000;

type Run = JobCapability<CapabilityInput<'command.run'>, CapabilityOutput<'command.run'>, AutomateContext>;
type Input = CapabilityInput<'command.run'>;

const toRef = (context: AutomateContext, input: Input, found: { commandId: string; tag: string }): JobRef => {
  const untilMs = context.now().getTime() + checkInMs + input.timeoutSeconds * 1_000;
  const job: Job = { ...found, computerId: input.device, maxOutputCharacters: input.maxOutputCharacters, untilMs };
  return { ...job };
};

export const runCommand: Run = {
  async start(context, input, { tag }) {
    const call = commandCall(numberPart(input.device, 'computer'), { ...input, tag });
    const { Id } = await road.read(context, commandShape, call);
    return toRef(context, input, { commandId: Id, tag });
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const command = await readCommand(context, job.computerId, job.commandId);
    if (command?.isOver) {
      const marked = readMarkedOutput(command.output, job.tag);
      const times = { startedAt: null, finishedAt: null };
      return { state: 'done', output: markedResult(marked, times, job.maxOutputCharacters) };
    }
    if (context.now().getTime() < job.untilMs) return { state: 'pending', pollAfterMs };
    throw new ConnectorError(
      'timeout',
      'The computer has not answered the command in time. Automate keeps it: it may still run when the agent calls.',
    );
  },

  async reconcile(context, input, { tag }) {
    const commandId = await findCommand(context, numberPart(input.device, 'computer'), tag);
    return commandId === null ? { found: false } : { found: true, job: toRef(context, input, { commandId, tag }) };
  },
};
