// The RESTful API Manager over the sandbox world, quirks included.
import { z } from 'zod';
import {
  defineSandbox,
  type SandboxAnswer,
  type SandboxRequest,
  type SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import {
  initialScreenConnectState,
  refusal,
  type ScreenConnectSandboxContext,
  type ScreenConnectSandboxState,
  secret,
} from './screenconnect-state.ts';
import { eventsOf, sessionView } from './session-views.ts';

type Context = ScreenConnectSandboxContext;
const service = '/App_Extensions/2d558935-686a-4bd0-9991-07539f5fe749/Service.ashx';
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
const noMethod = refusal(500, 'InvalidOperationException', 'Web method does not exist');

function authorise(request: SandboxRequest, { state }: Context): SandboxAnswer | null {
  if (request.headers.ctrlauthheader !== secret) return refusal(401, 'SecurityException', 'Invalid secret');
  const { allowedOrigin } = state.quirks;
  if (allowedOrigin === null || request.headers.origin === allowedOrigin) return null;
  return refusal(403, 'SecurityException', 'Origin not allowed');
}

/** Arguments in order; a list and nothing else. */
function method(
  name: string,
  count: number,
  answer: (args: string[], context: Context) => SandboxAnswer,
): SandboxRoute<ScreenConnectSandboxState> {
  return {
    method: 'POST',
    path: `${service}/${name}`,
    handle: (request, context) => {
      const args = z.array(z.string()).length(count).safeParse(request.json());
      return args.success ? answer(args.data, context) : refusal(500, 'ArgumentException', 'Unknown parameter');
    },
  };
}

/** A loaded instance says of some questions that there is nothing. */
function sessions(context: Context, isWanted: (view: ReturnType<typeof sessionView>) => boolean): SandboxAnswer {
  const { quirks } = context.state;
  if (quirks.emptyAnswers > 0) {
    quirks.emptyAnswers--;
    return ok([]);
  }
  return ok(context.world.state.devices.map((device) => sessionView(device, context)).filter(isWanted));
}

function sendCommand([session = '', text = '']: string[], { world, state }: Context): SandboxAnswer {
  const device = world.state.devices.find((entry) => entry.uid === session);
  if (!device) return ok(null);
  const number = (name: string, otherwise: number) =>
    Number(new RegExp(`^#${name}=(\\d+)$`, 'm').exec(text)?.[1] ?? otherwise);
  const body = text.replace(/^(?:#(?:!ps|timeout=\d+|maxlength=\d+)\n)+/, '');
  const run = world.startCommand({ deviceId: device.id, via: 'connectwise/screenconnect', text: body });
  const limits = { timeoutMs: number('timeout', 10_000), maxLength: number('maxlength', 5_000) };
  state.commands.push({ session, runId: run.id, text, ...limits, atMs: world.nowMs() });
  return { status: 200 };
}

export const connectwiseScreenconnectSandbox = defineSandbox<ScreenConnectSandboxState>({
  connector: 'connectwise/screenconnect',
  initialState: initialScreenConnectState,
  authorise,
  routes: [
    method('GetSessionsByName', 1, ([name], context) => sessions(context, (view) => view.Name === name)),
    method('GetSessionsByFilter', 1, ([filter], context) => {
      if (!context.state.quirks.hasFilter) return noMethod;
      return filter === "SessionType = 'Access'" ? sessions(context, () => true) : ok([]);
    }),
    method('GetSessionBySessionID', 1, ([id], context) => sessions(context, (view) => view.SessionID === id)),
    method('GetSessionDetailsBySessionID', 1, ([id], context) =>
      ok({
        SessionID: id,
        Events: context.state.commands.filter(({ session }) => session === id).flatMap((one) => eventsOf(one, context)),
      }),
    ),
    method('SendCommandToSession', 2, sendCommand),
  ],
  changes: ({ path }) => !path.includes('/Get'),
  notFound: ({ path }) => (path.startsWith(service) ? noMethod : { status: 404, text: 'Not Found' }),
  failure: (status) => refusal(status, 'HttpException', status === 429 ? 'Too many requests' : 'The server failed'),
  connection: (origin) => ({ settings: { instance: origin }, secrets: { secret } }),
});
