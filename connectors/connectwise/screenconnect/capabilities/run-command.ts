// command.run: ScreenConnect answers nothing and keeps no id. The command is found again among the events of its session by the
// mark it prints first; a mark with the exit code closes it. What was killed or cut lacks that, and is no success.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { markedResult, readMarkedOutput } from '#connectors/sdk/scripts/marked-output.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { ScreenConnectContext } from '../auth.ts';
import { readMethod, sendCommand } from '../client.ts';
import { commandText } from '../command-text.ts';
import { readSession } from '../sessions.ts';
import { nameOf, onlineOf } from '../transform.ts';
import { detailsShape, eventTypes } from '../vendor-shapes.ts';

const jobShape = z.object({
  sessionId: z.string(),
  tag: z.string(),
  maxOutputCharacters: z.number(),
  untilMs: z.number(),
});
type Job = z.output<typeof jobShape>;

const pollAfterMs = 2_000;
/** the way to the guest and back, and the report that it was killed */
const spareMs = 120_000;

type Input = CapabilityInput<'command.run'>;
type Run = JobCapability<Input, CapabilityOutput<'command.run'>, ScreenConnectContext>;

function toRef(context: ScreenConnectContext, input: Input, found: { sessionId: string; tag: string }): JobRef {
  const untilMs = context.now().getTime() + input.timeoutSeconds * 1_000 + spareMs;
  const job: Job = { ...found, maxOutputCharacters: input.maxOutputCharacters, untilMs };
  return { ...job };
}

export const runCommand: Run = {
  async start(context, input, { tag }) {
    const session = await readSession(context, input.device);
    const text = commandText(session, { ...input, tag }, input);
    if (onlineOf(session) === false) {
      throw new ConnectorError(
        'conflict',
        `${nameOf(session)} is not connected. The command was not sent: ScreenConnect would keep it, and run it whenever the machine comes back.`,
        { maybeApplied: false },
      );
    }
    await sendCommand(context, session.SessionID, text);
    return toRef(context, input, { sessionId: session.SessionID, tag });
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const events = await readEvents(context, job.sessionId);
    for (const event of events.filter(({ EventType }) => EventType === eventTypes.ran)) {
      const marked = readMarkedOutput(event.Data ?? '', job.tag);
      if (!marked.hasBegun) continue;
      const times = { startedAt: null, finishedAt: toInstant(event.Time) };
      return { state: 'done', output: markedResult(marked, times, job.maxOutputCharacters) };
    }
    if (context.now().getTime() < job.untilMs) return { state: 'pending', pollAfterMs };
    throw new ConnectorError(
      'timeout',
      'The machine has not answered the command in time. It may have run, or may still run when the machine connects.',
    );
  },

  async reconcile(context, input, { tag }) {
    const { SessionID } = await readSession(context, input.device);
    const events = await readEvents(context, SessionID);
    const kinds = Object.values(eventTypes);
    const isThere = events.some(({ EventType, Data }) => kinds.includes(EventType) && (Data ?? '').includes(tag));
    return isThere ? { found: true, job: toRef(context, input, { sessionId: SessionID, tag }) } : { found: false };
  },
};

async function readEvents(context: ScreenConnectContext, sessionId: string) {
  const call = {
    method: 'GetSessionDetailsBySessionID' as const,
    args: [sessionId],
    action: 'read what became of the command',
  };
  return (await readMethod(context, detailsShape, call)).Events ?? [];
}
